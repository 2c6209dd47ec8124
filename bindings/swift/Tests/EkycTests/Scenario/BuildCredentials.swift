import Ekyc

extension Credentials {
    /// The credentials, and the provider if they come from one.
    static func make(_ json: JSON, info: JSON) throws -> (Credentials, ScriptedProvider?) {
        if json.isNull { return (try .accessKey(id: "id", secret: "secret"), nil) }
        if case .list(let answers) = json["provider"] {
            let provider = ScriptedProvider(answers)
            return (try .provider(provider), provider)
        }
        guard let (kind, of) = json.members.first(where: { $0.key != "base" }) else {
            throw Unexpected(description: "no credentials in \(json)")
        }
        try json.only("\(kind) base")
        try of.only(members[kind] ?? "")
        try of["http"].only("connect_timeout_ms timeout_ms")
        return (try make(kind, of, base: json["base"], info: info), nil)
    }

    /// What each kind of credentials reads.
    private static let members = [
        "access_key": "id secret",
        "temporary": "id secret token",
        "assume_role": "role_arn role_session_name duration_seconds policy external_id sts_endpoint http",
        "oidc_role": "role_arn provider_arn token_file role_session_name duration_seconds policy sts_endpoint http",
        "ecs_role": "role_name version_1_disabled endpoint timeout_ms",
        "uri": "uri",
        "cli_profile": "file profile sts_endpoint ecs_endpoint http",
        "ini_profile": "file profile sts_endpoint ecs_endpoint http",
    ]

    private static func make(_ kind: String, _ of: JSON, base: JSON, info: JSON) throws -> Credentials {
        switch kind {
        case "access_key": try .accessKey(id: of.requiredText("id"), secret: of.requiredText("secret"))
        case "temporary":
            try .temporary(id: of.requiredText("id"), secret: of.requiredText("secret"), token: of.requiredText("token"))
        case "assume_role": try .assumeRole(AssumeRole(of, info: info), with: make(base, info: info).0)
        case "oidc_role": try .oidcRole(try OidcRole(of, info: info))
        case "ecs_role":
            try .ecsRole(
                EcsRole(
                    roleName: of["role_name"].text, version1Disabled: of["version_1_disabled"].truth,
                    endpoint: of["endpoint"].text.map(address), timeout: of["timeout_ms"].milliseconds))
        case "uri": try .uri(CredentialsUri(uri: of["uri"].text))
        case "cli_profile":
            try .cliProfile(
                CliProfile(
                    file: of["file"].text, profile: of["profile"].text, stsEndpoint: try of["sts_endpoint"].text.map(address),
                    ecsEndpoint: try of["ecs_endpoint"].text.map(address), http: SourceHttp(of["http"], info: info)))
        case "ini_profile":
            try .iniProfile(
                IniProfile(
                    file: of["file"].text, profile: of["profile"].text, stsEndpoint: try of["sts_endpoint"].text.map(address),
                    ecsEndpoint: try of["ecs_endpoint"].text.map(address), http: SourceHttp(of["http"], info: info)))
        default: throw Unexpected(description: "no such credentials: \(kind)")
        }
    }
}

extension AssumeRole {
    fileprivate init(_ of: JSON, info: JSON) throws {
        self.init(
            roleArn: try of.requiredText("role_arn"), roleSessionName: of["role_session_name"].text,
            duration: of["duration_seconds"].number.map { .seconds($0) }, policy: of["policy"].text,
            externalId: of["external_id"].text,
            stsEndpoint: try of["sts_endpoint"].text.map(address), http: SourceHttp(of["http"], info: info))
    }
}

extension OidcRole {
    fileprivate init(_ of: JSON, info: JSON) throws {
        self.init(
            roleArn: of["role_arn"].text, providerArn: of["provider_arn"].text, tokenFile: of["token_file"].text,
            roleSessionName: of["role_session_name"].text, duration: of["duration_seconds"].number.map { .seconds($0) },
            policy: of["policy"].text, stsEndpoint: try of["sts_endpoint"].text.map(address),
            http: SourceHttp(of["http"], info: info))
    }
}

extension SourceHttp {
    fileprivate init(_ json: JSON, info: JSON) {
        self.init(
            connectTimeout: json["connect_timeout_ms"].milliseconds, timeout: json["timeout_ms"].milliseconds,
            extraRootCertificatesPem: info["ca_pem"].text)
    }
}
