//! The client's operations: a protocol, which a test can stand in for, and the client's own; and the numbers of functions on the wire.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{AsType, Method, Type};

use super::docs::comment;
use super::names::{camel, public};
use super::types;
use crate::id::id;

/// An asynchronous method of the client that takes a request and the call's options.
struct Operation {
    id: u32,
    name: String,
    request: String,
    response: Type,
    doc: String,
}

fn operations(interface: &ComponentInterface) -> Result<Vec<Operation>> {
    let client = interface.get_object_definition("CoreClient").context("there is no CoreClient")?;
    client.methods().into_iter().filter_map(|method| operation(method).transpose()).collect()
}

fn operation(method: &Method) -> Result<Option<Operation>> {
    let arguments = method.arguments();
    let Some(first) = arguments.first().filter(|first| first.name() == "request" && method.is_async()) else {
        return Ok(None);
    };
    let (Type::Record { name: request, .. }, Some(response)) = (first.as_type(), method.return_type()) else {
        bail!("the operation {} does not take a record and give something", method.name());
    };
    Ok(Some(Operation {
        id: id(method.name()),
        name: camel(method.name()),
        request: public(&request),
        response: response.clone(),
        doc: method.docstring().unwrap_or_default().to_owned(),
    }))
}

const COMMON: &str = "\n\nCancelling the task ends the call at once, wherever it is: waiting for its place under the quota or for credentials, waiting \
    between attempts, connecting, sending or reading. A request that was under way is aborted; the service may have processed it by then. \
    An answer that came before the cancellation is returned all the same, so that nothing gets lost.\n\n\
    - Parameters:\n  - request: what to ask for.\n  - options: what this call decides for itself, in place of the client's settings.\n\
    - Throws: ``EkycError``, or `CancellationError` if the task was cancelled.";

pub fn file(interface: &ComponentInterface) -> Result<String> {
    let operations = operations(interface)?;
    let mut text = String::from(
        "/// The service's operations. ``EkycClient`` calls the service; a test of yours can stand in for it with a type that implements what the\n\
         /// test needs. Nothing of that calls the native library.\n///\n/// What is not implemented throws ``EkycNotImplemented``, so that a later version can add an operation.\n\
         public protocol EkycOperations: Sendable {\n",
    );
    for operation in &operations {
        let Operation { name, request, .. } = operation;
        text.push_str(&comment(Some(&operation.doc), 4));
        writeln!(
            text,
            "    func {name}(_ request: {request}, options: CallOptions?) async throws -> {}\n",
            types::swift(&operation.response)?
        )?;
    }
    text = text.trim_end().to_owned() + "\n}\n\nextension EkycOperations {\n";
    for operation in &operations {
        let (Operation { name, request, .. }, response) = (operation, types::swift(&operation.response)?);
        writeln!(
            text,
            "    /// Not implemented by this type.\n    public func {name}(_ request: {request}, options: CallOptions?) async throws -> {response} {{\n        throw EkycNotImplemented(operation: \"{name}\")\n    }}\n"
        )?;
        writeln!(
            text,
            "    /// As `{name}(_:options:)`, with the client's settings.\n    public func {name}(_ request: {request}) async throws -> {response} {{\n        try await {name}(request, options: nil)\n    }}\n"
        )?;
    }
    text = text.trim_end().to_owned() + "\n}\n\nextension EkycClient: EkycOperations {\n";
    for operation in &operations {
        let (Operation { id, name, request, doc, .. }, response) = (operation, types::swift(&operation.response)?);
        text.push_str(&comment(Some(&format!("{doc}{COMMON}")), 4));
        writeln!(
            text,
            "    public func {name}(_ request: {request}, options: CallOptions?) async throws -> {response} {{\n        \
             try await core.perform({id}, options: options) {{ writer in\n            request.write(to: &writer)\n        }} read: {{ reader in\n            try {}\n        }}\n    }}\n",
            types::read(&operation.response)?
        )?;
    }
    Ok(text.trim_end().to_owned() + "\n}\n")
}

/// The numbers of what is written by hand in Swift.
pub fn numbers(interface: &ComponentInterface) -> Result<String> {
    let mut names: Vec<String> =
        interface.function_definitions().iter().map(|function| function.name().to_owned()).collect();
    let credentials = interface.get_object_definition("CoreCredentials").context("there is no CoreCredentials")?;
    names.extend(credentials.constructors().iter().map(|one| format!("CoreCredentials::{}", one.name())));
    let plumbing =
        ["provider", "describe_credentials", "free_credentials", "open_client", "stop_client", "free_client"];
    let inbox = ["inbox_capacity", "inbox_keys", "inbox_settled_key", "inbox_delivery"];
    let rest = ["complete_promise", "fail_promise", "shutdown"];
    names.extend(plumbing.into_iter().chain(rest).chain(inbox).map(str::to_owned));
    let mut text = String::from("/// The numbers of functions on the wire.\nenum Numbers {\n");
    for name in names {
        let plain = name.strip_prefix("core_").unwrap_or(&name).replace("CoreCredentials::", "credentials_");
        writeln!(text, "    static let {}: UInt32 = {}", camel(&plain), id(&name))?;
    }
    // Only a record that has a tag can give it to the error.
    let options = interface.get_record_definition("CallOptions").context("there is no CallOptions")?;
    let tag = if options.fields().iter().any(|field| field.name() == "tag") { "tag" } else { "nil" };
    writeln!(
        text,
        "}}\n\nextension CallOptions {{\n    /// What the call's error is told to carry.\n    var tagOfErrors: String? {{ {tag} }}\n}}"
    )?;
    Ok(text)
}
