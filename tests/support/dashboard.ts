import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { chromiumArguments, prepareChromium } from './chromium.ts'

/** The browser of a journey. */
export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await prepareChromium(), args: chromiumArguments })

/** Somebody's own window, signed in by nobody. Nothing moves in it: halfway, colours are not what they will be. Everything it complains about is kept for `expectQuiet`. */
export async function openWindow(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(25_000)
  page.on('pageerror', (error) => complaintsOf(page).push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) complaintsOf(page).push(message.text())
  })
  return page
}

const complaints = new WeakMap<Page, string[]>()

function complaintsOf(page: Page): string[] {
  const known = complaints.get(page)
  if (known) return known
  const made: string[] = []
  complaints.set(page, made)
  return made
}

/** Nothing failed in the page, and nothing broke the policy it was served with. */
export function expectQuiet(page: Page): void {
  expect(complaintsOf(page)).toEqual([])
}

/** Signs in by the form and waits for the dashboard. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/app/login')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/app\/accounts\/\d+/)
}

// As text, for it runs in the page.
const check = `(async () => {
  const { violations } = await axe.run({ resultTypes: ['violations'] })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.flat().join(' > ')).join(', '))
})()`

/** What stands on the page now can be used with assistive technology. */
export async function expectUsable(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate<string[]>(check)
  expect(violations).toEqual([])
}
