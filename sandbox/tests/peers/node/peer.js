// The vendor's generic client for Node, as tests/peers drives it: one JSON object a line, in and out.
const readline = require('node:readline')
const { default: Client, Config, OpenApiRequest, Params } = require('@alicloud/openapi-client')
const { RuntimeOptions } = require('@alicloud/tea-util')

async function call (given) {
  const client = new Client(new Config({
    accessKeyId: given.access_key_id,
    accessKeySecret: given.access_key_secret,
    securityToken: given.security_token ?? undefined,
    endpoint: given.endpoint,
    ca: given.ca_pem,
    signatureAlgorithm: given.signature === 'rpc' ? 'v2' : undefined
  }))
  const params = new Params({
    action: given.action,
    version: given.version,
    protocol: 'HTTPS',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json'
  })
  const request = new OpenApiRequest({ query: given.query, body: given.form })
  const answer = await client.callApi(params, request, new RuntimeOptions({ ca: given.ca_pem }))
  return { ok: true, status: answer.statusCode, body: answer.body }
}

async function main () {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const told = await call(JSON.parse(line)).catch(error => ({
      ok: false,
      status: error.data?.statusCode ?? error.statusCode ?? 0,
      code: error.code,
      message: error.message,
      request_id: error.data?.RequestId
    }))
    process.stdout.write(JSON.stringify(told) + '\n')
  }
}

main()
