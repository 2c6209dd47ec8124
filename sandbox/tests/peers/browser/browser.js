// A person in a real browser. Reads one JSON object: executable, page (TransactionUrl), return_url, control, color_scheme, decision,
// edited. Uses the page by keyboard alone, and writes what it saw as one JSON object.
const { chromium } = require('playwright-core')
const axe = require('axe-core')

// Where the focus is, as the person hears it.
const focused = page => page.evaluate(() => document.activeElement.innerText || document.activeElement.id)

async function pressTabUntil (page, wanted) {
  for (let presses = 0; presses < 100; presses++) {
    if ((await focused(page)).startsWith(wanted)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach ${wanted}`)
}

// axe-core is put in by the browser's own tools, which the page's policy against scripts does not concern.
async function violations (page) {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] }))
  return violations.map(({ id, nodes }) => `${page.url().split('?')[0]}: ${id}: ${nodes.map(node => node.target).join(' ')}`)
}

async function main () {
  const given = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
  const browser = await chromium.launch({ executablePath: given.executable, args: ['--no-sandbox'] })
  const context = await browser.newContext({ ignoreHTTPSErrors: true, colorScheme: given.color_scheme })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const requests = []
  page.on('request', request => requests.push(request.url()))
  const found = []

  await page.goto(given.page)
  found.push(...await violations(page))
  await pressTabUntil(page, 'document-surname')
  await page.keyboard.press('Control+A')
  await page.keyboard.type(given.edited)
  await pressTabUntil(page, given.decision)
  await page.keyboard.press('Enter')
  await page.waitForURL(given.return_url)
  const landed = page.url()

  await page.goto(given.page)
  const again = await page.getByRole('heading').innerText()
  found.push(...await violations(page))

  await page.goto(given.control)
  found.push(...await violations(page))
  await page.getByLabel('What happens').selectOption('refuse:NoFaceDetected')
  await page.getByLabel('To requests for').selectOption('CheckResult')
  await page.getByRole('button').press('Enter')
  await page.getByText('Faults that wait (1)').waitFor()

  await browser.close()
  process.stdout.write(JSON.stringify({ violations: found, requests, landed, again }))
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
