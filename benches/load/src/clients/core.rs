//! The library itself.

use std::sync::Arc;

use ekyc::protocol::acs3::Key;
use ekyc::{Client, Credentials, InitializeRequest};

use crate::initialize::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, config, request};
use crate::{Result, load};

#[derive(Clone)]
pub struct Caller {
    client: Client,
    request: Arc<InitializeRequest>,
}

impl load::Caller for Caller {
    async fn new(endpoint: &str) -> Result<Self> {
        let credentials = Credentials::access_key(ACCESS_KEY_ID.into(), ACCESS_KEY_SECRET.into());
        let client = credentials.and_then(|credentials| Client::new(config(endpoint), credentials));
        Ok(Self { client: client.map_err(|error| error.to_string())?, request: Arc::new(request()) })
    }

    async fn call(&mut self) -> Result<()> {
        let response = self.client.initialize(&self.request).await.map_err(|error| error.to_string())?;
        if response.transaction_id.is_empty() { Err("no transaction".to_owned()) } else { Ok(()) }
    }

    fn sign(&self) -> Result<()> {
        sign(&self.request, "https://cloudauth-intl.cn-hongkong.aliyuncs.com").map(|_| ())
    }
}

/// Signs with a new date and nonce, as every attempt does.
pub fn sign(request: &InitializeRequest, origin: &str) -> Result<ekyc::model::SignedRequest> {
    let key = Key { access_key_id: ACCESS_KEY_ID, access_key_secret: ACCESS_KEY_SECRET, security_token: None };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_err(|error| error.to_string())?;
    let nonce = ekyc::new_merchant_biz_id().map_err(|error| error.to_string())?;
    let date = ekyc::protocol::format_date(now.as_secs() as i64);
    ekyc::protocol::sign_initialize(request, origin, &key, &date, &nonce).map_err(|error| error.to_string())
}
