//! What stands below the options in the help.

pub(super) const CONTROL: &str = r#"The control plane (JSON over plain HTTP). PUT replaces what was set before; what is absent is as by default:
  GET  /info         where everything is: endpoint, control_endpoint, metadata_endpoint, proxy_endpoint, ca_pem
  PUT  /faults       what the next requests meet, in order, then all is well again:
                     [{"fault":"throttle","times":2,"retry_after_ms":1500}, {"fault":"hang","on":"AssumeRole"}]
                     throttle (retry_after_ms, code, status), internal_error, unavailable, slow (delay_ms), hang, hold, unread,
                     stall, reset, cut, echo, not_json, huge (chunked), redirect (location), answer (status, headers, body).
                     on is Initialize (default), AssumeRole, AssumeRoleWithOIDC, MetadataToken, MetadataRole,
                     MetadataCredentials or CredentialsUri; each has its own queue
  POST /release      lets go what the faults hold and unread hold; ?count=N the oldest N
  PUT  /connections  {"mode":"normal"}: what happens to new connections; silent, refuse
  PUT  /keys         [{"access_key_id":"...","access_key_secret":"...","security_token":"...","lifetime_s":900}]: the only keys
                     known from now on
  PUT  /identity     {"lifetime_s":900,"role_name":"...","metadata":"both","oidc_token":"..."}: metadata is both, v1 or v2
  PUT  /clock        {"offset_ms":-3600000}
  PUT  /quota        {"calls_per_second":10}
  PUT  /proxy        {"mode":"tunnel","username":"...","password":"..."}: mode is tunnel, refuse, garbage or silent
  GET  /seen         counters and the latest requests
  GET  /wait         the same, once it has seen so many: ?connections=N&requests=N&aborted=N&ended=N&proxy_requests=N&Initialize=N
                     &aborted.AssumeRole=N&open_connections_at_most=N&timeout_ms=30000 (408 if not)
  POST /reset        forgets counters, requests, faults, nonces and issued keys, and sets all as it was at the start"#;
