// The sample's customers in a real browser. Takes one JSON object: executable, address (of the shop), control (of the sandbox),
// only (one of the journeys; all without it), pictures (a folder for screenshots). Prints a line for each journey that went well.
const assert = require('node:assert/strict')
const { chromium } = require('playwright-core')

const given = JSON.parse(process.argv[2])
const patience = 60_000

async function tell (method, path, body) {
  const answer = await fetch(given.control + path, { method, body: body && JSON.stringify(body) })
  assert.equal(answer.status, 200, `${method} ${path}`)
  return answer.json().catch(() => null)
}

const latest = async () => (await tell('GET', '/verifications')).verifications.at(-1)

const picture = async (page, name) => given.pictures && await page.screenshot({ path: `${given.pictures}/${name}.png`, fullPage: true })

// What the result page says, once it says this; a callback may come after the browser.
async function says (page, heading, wanted = {}) {
  const end = Date.now() + patience
  for (;;) {
    const found = { heading: await page.getByRole('heading').innerText() }
    for (const name of Object.keys(wanted)) found[name] = await page.locator(`#${name}`).innerText()
    if (Date.now() > end || Object.entries({ heading, ...wanted }).every(([name, value]) => found[name] === value)) {
      return assert.deepEqual(found, { heading, ...wanted })
    }
    await page.reload()
  }
}

async function toTheService (page) {
  await page.goto(given.address)
  await picture(page, 'start')
  await page.getByRole('button', { name: 'Verify me' }).click()
  await page.getByRole('heading', { name: 'Verification' }).waitFor()
  await picture(page, 'verification')
}

const choose = (page, button) => page.getByRole('button', { name: new RegExp(`^${button}`) }).click()
const back = page => page.waitForURL(`${given.address}/return/*`)

const journeys = {
  passed: async page => {
    await toTheService(page)
    await choose(page, 'Pass')
    await back(page)
    await says(page, 'Welcome', { passed: 'Y', 'sub-code': '200', callbacks: '1', 'refused-callbacks': '0' })
    await picture(page, 'result')
  },
  failed: async page => {
    await toTheService(page)
    await choose(page, 'Fail: the face')
    await back(page)
    await says(page, 'We could not verify you', { passed: 'N', 'sub-code': '205', 'document-forged': 'false', callbacks: '1' })
  },
  'forged document': async page => {
    await toTheService(page)
    await choose(page, 'Fail: the document')
    await back(page)
    await says(page, 'We could not verify you', { passed: 'N', 'document-forged': 'true' })
  },
  left: async page => {
    await toTheService(page)
    await choose(page, 'Leave')
    await page.goto((await latest()).return_url)
    await says(page, 'You have not finished', { passed: 'none', callbacks: '0' })
  },
  'timed out': async page => {
    await toTheService(page)
    await choose(page, 'Time out')
    await page.goto((await latest()).return_url)
    await says(page, 'Your time is over', { passed: 'none', callbacks: '0' })
  },
  'callback doubled': async page => {
    await tell('PUT', '/callbacks', { delivery: 'twice' })
    await toTheService(page)
    await choose(page, 'Pass')
    await back(page)
    await says(page, 'Welcome', { callbacks: '2' })
    // The browser's return and one callback are reasons to ask; the other callback is none.
    assert.ok((await latest()).checks <= 2)
    await tell('PUT', '/callbacks', {})
  },
  'forged token': async page => {
    await toTheService(page)
    const { transaction_id: id, return_url: result } = await latest()
    const forged = await tell('POST', `/verifications/${id}/callback`, { token: 'wrong', passed: 'Y' })
    assert.equal(forged.status, 403)
    const other = await page.context().newPage()
    await other.goto(result)
    await says(other, 'You have not finished', { passed: 'none', callbacks: '0', 'refused-callbacks': '1' })
    await choose(page, 'Fail: the face')
    await back(page)
    await says(page, 'We could not verify you', { passed: 'N', callbacks: '1', 'refused-callbacks': '1' })
  }
}

async function main () {
  const browser = await chromium.launch({ executablePath: given.executable, args: ['--no-sandbox'] })
  for (const name of given.only ? [given.only] : Object.keys(journeys)) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 620, height: 420 } })
    context.setDefaultTimeout(patience)
    try {
      await journeys[name](await context.newPage())
    } catch (error) {
      throw new Error(`${name}: ${error.stack}`)
    }
    await context.close()
    process.stdout.write(`${name}\n`)
  }
  await browser.close()
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})
