// The whole path of a person through the page, in a real browser against a running stack: an account, a document, a question,
// the live view, the report with one of its citations, the graph. At each step axe judges the page, in each of its looks: nothing
// may keep anybody out, and nothing may be wider than the window. Takes the page's address; says why it fails.

import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
// The driver and the judge are packages of the page, which this folder lies beside.
const packages = createRequire(join(root, 'frontend', 'package.json'))
const { chromium } = packages('playwright-core')
const axe = readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8')
const example = join(root, 'examples', 'river-dam')
const question = readFileSync(join(example, 'question.txt'), 'utf8').trim()
const stepMs = 15_000
const runMs = 120_000
const desk = { width: 1280, height: 900 }
const looks = [
  { name: 'wide-dark', colorScheme: 'dark', window: desk },
  { name: 'narrow-dark', colorScheme: 'dark', window: { width: 390, height: 844 } },
  { name: 'narrow', colorScheme: 'light', window: { width: 390, height: 844 } },
  // Last, so that each step goes on where the one before it stopped.
  { name: 'wide', colorScheme: 'light', window: desk },
]

const url = process.argv[2] ?? process.env.PUBLIC_URL
if (!url) stop('Say the address of a running stack: tests/browser/run http://localhost:8080')
const pictures = process.env.SCREENSHOTS

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
  ],
})
const complaints = []
let doing = 'opening the browser'
try {
  const page = await newPage()
  for (const step of [arrive, register, write, launch, watch, readReport, openCitation, seeGraph, goBack]) {
    doing = step.name
    await step(page)
    await judge(page, step.name)
  }
  if (complaints.length > 0)
    throw new Error(`the browser's console complains: ${complaints.join(' | ')}`)
  console.log(
    'The page: account, document, live view, report, citation and graph work in Chromium, and axe finds nothing in any look.',
  )
} catch (error) {
  process.exitCode = 1
  console.error(`The page failed while it was at "${doing}": ${error.message}`)
} finally {
  await browser.close()
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

async function newPage() {
  const page = await browser.newPage({ viewport: desk })
  page.setDefaultTimeout(stepMs)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A stranger's first call to renew a session is refused, and software rendering is slow: the browser reports both.
    const isRefusal = message.location().url.endsWith('/api/auth/refresh')
    const isDriver = message.text().includes('GL Driver Message')
    const isBad = ['error', 'warning'].includes(message.type())
    if (isBad && !isRefusal && !isDriver) complaints.push(message.text())
  })
  return page
}

// Every look of the page as it is at the moment: a picture, if one is wanted, and what is wrong with it.
async function judge(page, name) {
  for (const look of looks) {
    await page.setViewportSize(look.window)
    await page.emulateMedia({ colorScheme: look.colorScheme })
    if (pictures) {
      mkdirSync(pictures, { recursive: true })
      // A dialog lies over the window, not over the whole page.
      const fullPage = !(await page.getByRole('dialog').isVisible())
      await page.screenshot({ path: join(pictures, `${name}-${look.name}.png`), fullPage })
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width > look.window.width) throw new Error(`it is ${width} px wide in the look "${look.name}"`)
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() => globalThis.axe.run())
    const found = violations.map(
      ({ id, help, nodes }) => `${id} (${help}) at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
    if (found.length > 0) throw new Error(`axe finds in the look "${look.name}": ${found.join(' | ')}`)
  }
}

async function arrive(page) {
  await page.goto(new URL(url).href)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

async function register(page) {
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByRole('heading', { name: 'Create an account' }).waitFor()
  await page.getByLabel('Email').fill(`browser-${crypto.randomUUID()}@example.org`)
  await page.getByLabel('Password').fill(crypto.randomUUID())
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('heading', { name: 'Your simulations' }).waitFor()
}

async function write(page) {
  await page.getByRole('link', { name: 'New simulation' }).click()
  await page.getByLabel('Document').fill(readFileSync(join(example, 'document.md'), 'utf8'))
  await page.getByLabel('Question').fill(question)
  await page.getByText('More settings').click()
}

async function launch(page) {
  await page.getByRole('button', { name: 'Launch' }).click()
  await page.getByRole('heading', { name: question }).waitFor()
}

async function watch(page) {
  await page.getByRole('link', { name: 'Live' }).click()
  await page
    .getByRole('list', { name: 'What happens' })
    .getByText(/\sposts p\d/)
    .first()
    .waitFor({ timeout: runMs })
  await page.getByText('Done', { exact: true }).waitFor({ timeout: runMs })
}

async function readReport(page) {
  await page.getByRole('link', { name: 'Report' }).click()
  await page.getByRole('heading', { name: 'Verdict' }).waitFor()
  await page.getByRole('heading', { name: 'Limits' }).waitFor()
}

async function openCitation(page) {
  const quoted = page
    .getByRole('listitem')
    .filter({ has: page.locator('q') })
    .first()
  const quote = (await quoted.locator('q').first().innerText())
    .replace(/[“”"…]/g, '')
    .trim()
    .slice(0, 60)
  await quoted.locator('q + button').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(quote).waitFor()
  await judge(page, 'evidence')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
}

async function seeGraph(page) {
  await page.getByRole('link', { name: 'Graph' }).click()
  await page.getByRole('rowheader').first().waitFor()
  await page.locator('canvas').first().waitFor()
}

async function goBack(page) {
  await page.getByRole('link', { name: 'Simulations' }).click()
  await page.getByRole('link', { name: question }).waitFor()
}
