//! What stands below the options in the help.

pub(super) const CONTROL: &str = r#"The control plane (JSON over plain HTTP). PUT replaces what was set before; what is absent is as by default:
  GET  /info         where everything is: endpoint, control_endpoint, metadata_endpoint, proxy_endpoint, ca_pem
  GET  /             a page for people: what arrived, how it was judged, and a form for the next fault
  PUT  /verifications/ID   {"decision":"passed"}: makes a verification end; failed (sub_code), forged, leaves, times-out. Also document,
                     edited, pending_checks, result, ext_form, callback, callback_delay_ms, callback_token
  GET  /verifications, /verifications/ID
  POST /verifications/ID/callback   calls back now: {"token":"wrong","transaction_id":"...","passed":"Y","sub_code":"200"}
  PUT  /callbacks    {"delivery":"once","delay_ms":0,"reachability":"accept","allow_http":false,"any_certificate":false,"roots_pem":"..."}
  GET  /certificate  a certificate of the sandbox's authority and its key, for a server that receives callbacks
  PUT  /faults       what the next requests meet, in order, then all is well again:
                     [{"fault":"throttle","times":2,"retry_after_ms":1500}, {"fault":"hang","on":"AssumeRole"}]
                     throttle (retry_after_ms, code, status), refuse (code, status, message), internal_error, unavailable, slow (delay_ms), hang, hold, unread,
                     stall, reset, cut, echo, not_json, huge (chunked), redirect (location), answer (status, headers, body).
                     "where": {"MerchantBizId": "..."} or {"AccessKeyId": "..."} aims at some requests only.
                     on is Initialize (default), another operation, VerificationPage, AssumeRole, AssumeRoleWithOIDC, MetadataToken, MetadataRole,
                     MetadataCredentials or CredentialsUri; each has its own queue
  POST /faults       adds to what was set
  POST /release      lets go what the faults hold and unread hold; ?count=N the oldest N
  PUT  /connections  {"mode":"normal"}: what happens to new connections; silent, refuse
  PUT  /keys         [{"access_key_id":"...","access_key_secret":"...","security_token":"...","lifetime_s":900}]: the only keys
                     known from now on
  PUT  /identity     {"lifetime_s":900,"role_name":"...","metadata":"both","oidc_token":"..."}: metadata is both, v1 or v2
  PUT  /clock        {"offset_ms":-3600000}
  PUT  /quota        {"calls_per_second":10}
  PUT  /proxy        {"mode":"tunnel","username":"...","password":"..."}: mode is tunnel, refuse, garbage or silent
  GET  /seen         counters and the latest requests
  GET  /wait         the same, once it has seen so many: ?connections=N&requests=N&aborted=N&ended=N&proxy_requests=N&callbacks=N&Initialize=N
                     &aborted.AssumeRole=N&open_connections_at_most=N&timeout_ms=30000 (408 if not)
  POST /reset        forgets counters, requests, faults, nonces and issued keys, and sets all as it was at the start"#;
