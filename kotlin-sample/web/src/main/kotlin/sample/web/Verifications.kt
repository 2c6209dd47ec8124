package sample.web

import io.github.ekyc.CallbackDelivery
import io.github.ekyc.CallbackInbox
import io.github.ekyc.CheckResultRequest
import io.github.ekyc.CheckResultResponse
import io.github.ekyc.DocType
import io.github.ekyc.Ekyc
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycException
import io.github.ekyc.InitializeRequest
import io.github.ekyc.ProductCode
import io.github.ekyc.VerificationState
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger

/** Where browsers and the platform reach this server. */
class Places(val pages: String, val callbacks: String)

/** What the server keeps of one verification: a row of its database. */
class Row(val merchantBizId: String, val callbackToken: String) {
    lateinit var transactionId: String

    /** Once there is one, nothing changes it. */
    @Volatile
    var result: CheckResultResponse? = null

    /** Set when the service says that there will be none. */
    @Volatile
    var isOver = false

    private val good = AtomicInteger()
    private val bad = AtomicInteger()

    /** Callbacks that came, for the page: those with the right token, and the others. */
    val callbacks: Int get() = good.get()
    val refused: Int get() = bad.get()

    fun came(isGood: Boolean) {
        (if (isGood) good else bad).incrementAndGet()
    }
}

/** The verifications of all customers. */
class Verifications(private val client: EkycClient) {
    lateinit var places: Places
    private val rows = ConcurrentHashMap<String, Row>()
    private val byTransaction = ConcurrentHashMap<String, Row>()
    private val inbox = CallbackInbox.inMemory()

    /** By the name that the return address carries; it cannot be guessed. */
    fun find(merchantBizId: String): Row? = rows[merchantBizId]

    /** Starts one, and tells where the browser goes now. */
    suspend fun start(customer: String, metaInfo: String): String {
        val row = Row(Ekyc.newMerchantBizId(), callbackToken = Ekyc.newMerchantBizId())
        val masked = Ekyc.maskMerchantUserId(customer, MASKING_KEY)
        val started = client.initialize(
            InitializeRequest(ProductCode.E_KYC, row.merchantBizId, metaInfo, masked) {
                docType = DocType.GLOBAL_PASSPORT
                idSpoof = true
                callbackUrl = "${places.callbacks}/callback"
                callbackToken = row.callbackToken
                returnUrl = "${places.pages}/return/${row.merchantBizId}"
            },
        )
        row.transactionId = started.transactionId
        rows[row.merchantBizId] = row
        byTransaction[row.transactionId] = row
        return checkNotNull(started.transactionUrl) { "the service gave no page; is the MetaInfo a browser's?" }
    }

    /** A callback is a hint: what is right about it is a reason to ask for the result, and nothing else. */
    suspend fun called(url: String): Boolean {
        val row = try {
            byTransaction[Ekyc.parseCallback(url).transactionId] ?: return false
        } catch (_: EkycException.InvalidCallback) {
            return false
        }
        val callback = try {
            Ekyc.parseCallback(url, row.callbackToken, row.transactionId)
        } catch (_: EkycException.InvalidCallback) {
            row.came(isGood = false)
            return false
        }
        val delivery = inbox.received(callback)
        row.came(isGood = true)
        if (delivery == CallbackDelivery.FIRST || delivery == CallbackDelivery.UNKNOWN) ask(row)
        return true
    }

    /** Asks for the result, if there is none yet. */
    suspend fun ask(row: Row) {
        if (row.result != null || row.isOver) return
        try {
            val answer = client.checkResult(CheckResultRequest(row.merchantBizId, row.transactionId))
            if (answer.state == VerificationState.ENDED) {
                row.result = answer
                inbox.settled(row.transactionId)
            }
        } catch (refused: EkycException.Rejected) {
            if (refused.code == "TransactionIdInvalid") row.isOver = true else throw refused
        }
    }

    private companion object {
        /** Yours comes from your configuration: it must stay the same, and secret. */
        val MASKING_KEY = "a key for the sample alone".toByteArray()
    }
}
