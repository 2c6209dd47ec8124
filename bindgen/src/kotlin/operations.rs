//! The client: an interface with the operations, which a test can fake, and the class that calls the service.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use uniffi_bindgen::interface::{AsType, Method, Type};

use super::docs::kdoc;
use super::names::{camel, lower_first};
use super::{Model, PACKAGE, head};
use crate::id::id;

/// An asynchronous method of the client that takes a request and the call's options.
struct Operation {
    id: i32,
    name: String,
    request: String,
    response: String,
    doc: String,
}

fn operations(model: &Model<'_>) -> Result<Vec<Operation>> {
    let client = model.interface.get_object_definition("CoreClient").context("there is no CoreClient")?;
    let all: Result<Vec<_>> = client.methods().into_iter().filter_map(|method| operation(method).transpose()).collect();
    all.map(|all| model.but_the_newest(all))
}

fn operation(method: &Method) -> Result<Option<Operation>> {
    let arguments = method.arguments();
    let takes_request = arguments.first().is_some_and(|argument| argument.name() == "request");
    if !method.is_async() || !takes_request {
        return Ok(None);
    }
    let (Some(Type::Record { name: request, .. }), Some(Type::Record { name: response, .. })) =
        (arguments.first().map(|argument| argument.as_type()), method.return_type())
    else {
        bail!("the operation {} does not take a record and give one", method.name());
    };
    Ok(Some(Operation {
        id: id(method.name()).cast_signed(),
        name: camel(method.name()),
        request,
        response: response.clone(),
        doc: method.docstring().unwrap_or_default().to_owned(),
    }))
}

const COMMON: &str = "@param options what this call decides for itself; `null` for the client's settings";

/// The interface.
pub fn api(model: &Model<'_>) -> Result<String> {
    let mut text = head(PACKAGE, &["java.util.concurrent.CompletableFuture"]);
    text.push_str(
        "/**
 * The service's operations. [EkycClient] calls the service; a test of yours can stand in for it, with a class that overrides what the test
 * needs, or with Mockito. Nothing of that loads the native library.
 *
 * Every operation in three forms: for coroutines, for a thread that waits, and as a future. What is not overridden throws
 * [UnsupportedOperationException], so that a later version can add an operation.
 */
public interface EkycApi {
",
    );
    for Operation { name, request, response, doc, .. } in operations(model)? {
        let ways = [
            (
                "Cancelling the coroutine ends the call and throws its `CancellationException`.",
                "@throws EkycException for everything else that goes wrong",
            ),
            (
                "Waits for the answer on this thread; interrupting it ends the call. Virtual threads are not pinned.",
                "@throws EkycException if the call fails\n@throws InterruptedException if the thread was interrupted before or during the call",
            ),
            (
                "Cancelling the future, or a stage that was made from it, ends the call. A failed call completes it with an [EkycException], which `get()` wraps into an `ExecutionException` and `join()` into a `CompletionException`. Dependent stages without an executor run on a thread of the library's own that carries no requests.",
                "",
            ),
        ];
        let comment = |way: usize| {
            let (about, throws) = ways[way];
            kdoc(Some(&format!("{doc}\n\n{about}\n\n{COMMON}\n{throws}")), 4)
        };
        writeln!(text, "{}    @JvmSynthetic", comment(0))?;
        writeln!(
            text,
            "    public suspend fun {name}(request: {request}, options: CallOptions? = null): {response} =\n        throw UnsupportedOperationException(\"{name}\")\n"
        )?;
        writeln!(text, "{}    @Throws(InterruptedException::class)", comment(1))?;
        writeln!(
            text,
            "    public fun {name}Blocking(request: {request}, options: CallOptions?): {response} =\n        throw UnsupportedOperationException(\"{name}Blocking\")\n"
        )?;
        writeln!(
            text,
            "    /** As the other, with the client's settings. */\n    @Throws(InterruptedException::class)"
        )?;
        writeln!(
            text,
            "    public fun {name}Blocking(request: {request}): {response} = {name}Blocking(request, null)\n"
        )?;
        write!(text, "{}", comment(2))?;
        writeln!(
            text,
            "    public fun {name}Future(request: {request}, options: CallOptions?): CompletableFuture<{response}> =\n        throw UnsupportedOperationException(\"{name}Future\")\n"
        )?;
        writeln!(text, "    /** As the other, with the client's settings. */")?;
        writeln!(
            text,
            "    public fun {name}Future(request: {request}): CompletableFuture<{response}> = {name}Future(request, null)\n"
        )?;
    }
    Ok(text.trim_end().to_owned() + "\n}\n")
}

/// The class: its head and its end are written by hand, in `EkycClient.kt.in`.
pub fn client(model: &Model<'_>) -> Result<String> {
    let mut text = String::new();
    for Operation { id, name, request, response, .. } in operations(model)? {
        let (write, read) = (lower_first(&request), lower_first(&response));
        let call = format!("{id}, options, {{ {write}(request) }}, {{ {read}() }}");
        writeln!(
            text,
            "    @JvmSynthetic\n    override suspend fun {name}(request: {request}, options: CallOptions?): {response} =\n        core.suspending({call})\n"
        )?;
        writeln!(
            text,
            "    @Throws(InterruptedException::class)\n    override fun {name}Blocking(request: {request}, options: CallOptions?): {response} =\n        core.blocking({call})\n"
        )?;
        writeln!(
            text,
            "    override fun {name}Future(request: {request}, options: CallOptions?): CompletableFuture<{response}> =\n        core.future({call})\n"
        )?;
    }
    let shutdown = id("shutdown").cast_signed().to_string();
    let template = include_str!("EkycClient.kt.in").replace("@SHUTDOWN@", &shutdown);
    Ok(head(PACKAGE, &[]) + &template.replace("@OPERATIONS@\n", text.trim_start_matches('\n')))
}
