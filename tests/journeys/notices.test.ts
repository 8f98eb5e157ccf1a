import { raiseNotice } from '@cordboard/core/domain/notice/raise-notice.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectQuiet, expectUsable, openBrowser, openWindow, signIn } from '../support/dashboard.ts'
import { createAccountWithAdministrator, createAgent, password } from '../support/people.ts'
import { type Product, startProduct } from '../support/product.ts'

let product: Product
let browser: Browser
let page: Page
let home: Awaited<ReturnType<typeof createAccountWithAdministrator>>

const raise = (key: string, severity: 'info' | 'warning' | 'critical', title: string, text: string) =>
  product.core.orm.em
    .fork()
    .transactional((em) => raiseNotice(product.core, em, home.account.id, { key, severity, title, text }))

beforeAll(async () => {
  product = await startProduct()
  home = await createAccountWithAdministrator(product)
  browser = await openBrowser()
  page = await openWindow(browser, product.url)
  await signIn(page, home.administrator.email, password)
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

it('tells an administrator what needs them, at once, until they put it away', async () => {
  const bell = page.getByRole('button', { name: /^Notices/ }).first()
  await bell.click()
  await page.getByText('Nothing needs you').waitFor()
  await page.keyboard.press('Escape')

  await raise('pin', 'warning', 'Enter the PIN of the number', 'The number is protected by a PIN that only you know.')
  await raise('stalled', 'critical', 'The number waits for 7 days', 'Open WhatsApp Manager and resubmit the name.')
  await page.getByRole('button', { name: 'Notices: 2' }).click()
  const list = page.getByRole('dialog', { name: 'Notices' })
  await list.getByText('The number waits for 7 days').waitFor()
  await expectUsable(page)
  await list.getByRole('button', { name: 'Put away: The number waits for 7 days' }).click()

  await page.getByRole('button', { name: 'Notices: 1' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Notices: 1' }).waitFor()
  expectQuiet(page)
})

it('has no bell for agents', async () => {
  const agent = await createAgent(product, home.account)
  const theirs = await openWindow(browser, product.url)
  await signIn(theirs, agent.user.email, password)
  await theirs.getByRole('navigation', { name: 'Sections' }).first().waitFor()

  expect(await theirs.getByRole('button', { name: /^Notices/ }).count()).toBe(0)
})
