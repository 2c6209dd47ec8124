import Ekyc
import Foundation
import Testing

/// Errors about planted values: what they say must not repeat them.
func failuresAboutPlantedValues() throws -> [EkycError] {
    var errors: [EkycError] = []
    func provoke(_ call: () throws(EkycError) -> Any) {
        do { _ = try call() } catch { errors.append(error) }
    }
    provoke { () throws(EkycError) in try Credentials.accessKey(id: "i", secret: "\(Planted.keySecret) ") }
    provoke { () throws(EkycError) in try Credentials.temporary(id: "i", secret: "s", token: "\(Planted.securityToken)\n") }
    let secret = "\(Planted.proxyUser):\(Planted.proxyPassword)"
    var request = try plantedRequest()
    request.merchantBizId = "-\(Planted.merchantUserId)-"
    request.sceneCode = Planted.metaInfo
    request.callbackUrl = "http://example.com/\(Planted.callbackToken)"
    let (wrong, credentials) = (request, try plantedCredentials())
    provoke { () throws(EkycError) in
        try signInitialize(wrong, config: ClientConfig(region: .hongKong), credentials: credentials)
    }
    provoke { () throws(EkycError) in try readInitialize(HttpAnswer(status: 200, body: Data(Planted.metaInfo.utf8))) }
    let sent = try plantedRequest()
    let echo = Data(#"{"Code":"InvalidParameter","Message":"of \#(sent.merchantUserId)."}"#.utf8)
    provoke { () throws(EkycError) in try readInitialize(HttpAnswer(status: 400, body: echo), request: sent) }
    #expect(errors.last?.serviceText == "of ***.")
    for proxy in ["socks5://\(secret)@host", "http://\(secret)@", "http://\(secret)@host/path", "\(secret)@@:/"] {
        let config = ClientConfig(region: .hongKong, proxy: .through(url: proxy, bypass: []))
        provoke { () throws(EkycError) in try EkycClient(config: config, credentials: credentials) }
    }
    let endpoint = ClientConfig(endpoint: URL(string: "https://\(secret)@example.com"))
    provoke { () throws(EkycError) in try EkycClient(config: endpoint, credentials: credentials) }
    #expect(errors.count == 10)
    return errors
}
