package sample.web

import io.github.ekyc.EkycException
import io.github.ekyc.Passed
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.Application
import io.ktor.server.application.ApplicationCall
import io.ktor.server.html.respondHtml
import io.ktor.server.request.uri
import io.ktor.server.response.respondRedirect
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import kotlinx.html.FormMethod
import kotlinx.html.MAIN
import kotlinx.html.a
import kotlinx.html.body
import kotlinx.html.button
import kotlinx.html.dd
import kotlinx.html.dl
import kotlinx.html.dt
import kotlinx.html.form
import kotlinx.html.h1
import kotlinx.html.head
import kotlinx.html.id
import kotlinx.html.lang
import kotlinx.html.main
import kotlinx.html.meta
import kotlinx.html.p
import kotlinx.html.style
import kotlinx.html.title
import kotlinx.html.unsafe

/** What the vendor's SDK collects in a browser; a page of yours sends it along. */
private const val META_INFO = """{"deviceType":"h5","ua":"sample"}"""

/** The shop's pages, and the address for callbacks. */
fun Application.shop(verifications: Verifications) = routing {
    get("/") {
        call.page("Open an account") {
            p { +"Before you open an account we must know who you are. Have your passport at hand." }
            form(action = "/verify", method = FormMethod.post) { button { +"Verify me" } }
        }
    }
    post("/verify") {
        try {
            call.respondRedirect(verifications.start("customer-4711", META_INFO))
        } catch (error: EkycException) {
            call.page("Not now", HttpStatusCode.BadGateway) { p { +"The verification did not start: ${error.kind}." } }
        }
    }
    get("/return/{id}") {
        val row = verifications.find(call.parameters["id"].orEmpty())
            ?: return@get call.page("Nothing here", HttpStatusCode.NotFound) { p { +"There is no such verification." } }
        verifications.ask(row)
        call.result(row)
    }
    get("/callback") {
        val good = verifications.called(call.request.uri)
        call.respondText(if (good) "thank you" else "no", status = if (good) HttpStatusCode.OK else HttpStatusCode.Forbidden)
    }
}

private suspend fun ApplicationCall.result(row: Row) {
    val result = row.result
    val heading = when {
        result?.passed == Passed.YES -> "Welcome"
        result != null -> "We could not verify you"
        row.isOver -> "Your time is over"
        else -> "You have not finished"
    }
    page(heading) {
        p { +"This page asked the service; what your browser or a callback says decides nothing." }
        dl {
            fun told(name: String, value: Any?) {
                dt { +name }
                dd { id = name.lowercase().replace(' ', '-'); +(value ?: "none").toString() }
            }
            told("Transaction", row.transactionId)
            told("Passed", result?.passed?.code)
            told("Sub code", result?.subCode)
            told("Document forged", result?.document?.spoof?.forged)
            told("Callbacks", row.callbacks)
            told("Refused callbacks", row.refused)
        }
        p { a("/") { +"Begin again" } }
    }
}

private suspend fun ApplicationCall.page(heading: String, status: HttpStatusCode = HttpStatusCode.OK, content: MAIN.() -> Unit) =
    respondHtml(status) {
        lang = "en"
        head {
            meta(charset = "utf-8")
            meta(name = "viewport", content = "width=device-width, initial-scale=1")
            title { +heading }
            style { unsafe { +STYLE } }
        }
        body {
            main {
                h1 { +heading }
                content()
            }
        }
    }

private const val STYLE = """
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1f; background: #fff; }
button { font: inherit; padding: .6rem 1.6rem; border: 0; border-radius: .4rem; color: #fff; background: #0a5c36; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: .2rem solid #b35900; outline-offset: .15rem; }
dl { display: grid; grid-template-columns: max-content auto; gap: .3rem 1.5rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
"""
