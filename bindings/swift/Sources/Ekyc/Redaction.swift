import EkycCore

// `print` and interpolation take these types' text from Rust, which leaves out secrets and personal data. `dump` and `Mirror`
// look at the stored properties instead, so they are shown none.

extension Mirror {
    /// A mirror that shows the type and nothing in it.
    static func closed<Subject>(_ subject: Subject) -> Mirror {
        Mirror(subject, children: EmptyCollection<Mirror.Child>())
    }
}

extension ClientConfig: CustomReflectable {
    /// Nothing: a proxy's URL can hold a password.
    public var customMirror: Mirror { .closed(self) }
}

extension Proxy: CustomReflectable {
    /// Nothing: its URL can hold a password.
    public var customMirror: Mirror { .closed(self) }
}

extension CredentialsUri: CustomReflectable {
    /// Nothing: the URL can hold a token.
    public var customMirror: Mirror { .closed(self) }
}

extension InitializeRequest: CustomReflectable {
    /// Nothing: the fields hold personal data.
    public var customMirror: Mirror { .closed(self) }
}

extension InitializeResponse: CustomReflectable {
    /// Nothing: whoever holds the transaction's URL can take the verification.
    public var customMirror: Mirror { .closed(self) }
}

extension Acs3Request: CustomReflectable {
    /// Nothing: the parameters hold personal data.
    public var customMirror: Mirror { .closed(self) }
}

extension Acs3Signature: CustomReflectable {
    /// Nothing: the stages hold the request's parameters.
    public var customMirror: Mirror { .closed(self) }
}

extension SignedRequest: CustomReflectable {
    /// Nothing: the parameters travel in the URL.
    public var customMirror: Mirror { .closed(self) }
}

extension HttpAnswer: CustomReflectable {
    /// Nothing: the body holds the transaction.
    public var customMirror: Mirror { .closed(self) }
}

extension Header: CustomReflectable {
    /// Nothing: a security token travels in a header.
    public var customMirror: Mirror { .closed(self) }
}

extension Parameter: CustomReflectable {
    /// Nothing: a parameter can hold personal data.
    public var customMirror: Mirror { .closed(self) }
}

extension EkycClient: CustomReflectable {
    /// Nothing: what is inside is plumbing.
    public var customMirror: Mirror { .closed(self) }
}
