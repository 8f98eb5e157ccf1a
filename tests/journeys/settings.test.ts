import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caller } from '../support/api.ts'
import { expectQuiet, expectUsable, openBrowser, openWindow } from '../support/dashboard.ts'
import { type Product, startProduct } from '../support/product.ts'

const email = 'ines@ternandthistle.example'
const password = 'Lichen-mug7'
const newPassword = 'Thistle-cup8'

describe('an administrator sets up a new desk', () => {
  let product: Product
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    product = await startProduct()
    browser = await openBrowser()
    page = await openWindow(browser, product.url)
  })

  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  const settings = (path: string) => page.goto(`/app/accounts/1/settings/${path}`)
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

  it('creates the first administrator on the first visit', async () => {
    await page.goto('/')
    await heading('Set up your desk')
    await expectUsable(page)
    await page.getByLabel('Workspace name').fill('Tern & Thistle')
    await page.getByLabel('Your name').fill('Inês <b>Carvalho</b>')
    await page.getByLabel('Work e-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByRole('button', { name: 'Create administrator' }).click()
    await page.getByText('This password still needs what is open below.').waitFor()

    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/app\/accounts\/1\/settings\/inboxes\/new/)
    expect((await caller(product)('GET', '/api/v1/installation')).body.needs_administrator).toBe(false)
  })

  it('says on the empty desk what to do first', async () => {
    await page.goto('/app/accounts/1/dashboard')
    await page.getByText('No inbox is connected').waitFor()
    await expectUsable(page)
    await page
      .getByRole('button', { name: 'Connect inbox' })
      .or(page.getByRole('link', { name: 'Connect inbox' }))
      .click()
    await page.waitForURL(/settings\/inboxes\/new/)
  })

  it('connects an inbox by the wizard, with the provider refusing once', async () => {
    await page.getByRole('radio', { name: /Test channel/ }).click()
    await page.getByRole('button', { name: 'Continue with Test channel' }).click()
    await page.getByRole('button', { name: 'Check and connect' }).click()
    await page.getByText('Fill this in.').waitFor()

    await page.getByLabel('Inbox name').fill('Care Europe')
    await page.getByLabel('Address').fill('refused')
    await page.getByRole('button', { name: 'Check and connect' }).click()
    await page.getByText('The test provider does not know this address').waitFor()
    await expectUsable(page)

    await page.getByLabel('Address').fill('care')
    await page.getByRole('button', { name: 'Check and connect' }).click()
    await heading('Let Test channel reach this server')
    expect(await page.getByLabel('Callback address', { exact: true }).inputValue()).toBe(
      `${product.url}/webhooks/test/care`,
    )

    await page.getByRole('button', { name: 'Continue' }).click()
    await heading('Who answers?')
    await page.getByRole('button', { name: 'Finish' }).click()
    await page.waitForURL(/settings\/inboxes\/\d+/)
    await heading('Care Europe')
    await page.getByRole('tab', { name: /People 1/ }).click()
    await expectUsable(page)
  })

  it('invites an agent, changes the role and removes the person again', async () => {
    await settings('agents/list')
    await page.getByRole('button', { name: 'Invite agent' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Noor Haddad')
    await page.getByLabel('E-mail', { exact: true }).fill(email)
    await page.getByRole('button', { name: 'Send invitation' }).click()
    await page.locator('[part="error"]').first().waitFor()
    await page.getByLabel('E-mail', { exact: true }).fill('noor@ternandthistle.example')
    await page.getByRole('button', { name: 'Send invitation' }).click()
    await page.getByText('Noor Haddad is invited.').waitFor()
    const row = page.getByRole('row', { name: /Noor Haddad/ })
    await row.getByText('Invited').waitFor()
    await expectUsable(page)

    await row.getByRole('button', { name: 'Edit Noor Haddad' }).click()
    await page.getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: 'Administrator' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await row.getByText('Administrator').waitFor()

    await row.getByRole('button', { name: 'Remove Noor Haddad' }).click()
    await page.getByRole('button', { name: 'Remove agent' }).click()
    await page.getByText('Noor Haddad was removed.').waitFor()
    await row.waitFor({ state: 'detached' })
  })

  it('creates a label that the navigation of the desk shows', async () => {
    await settings('labels/list')
    await page.getByRole('button', { name: 'New label' }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('Not a label!')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/Use two or more letters/).waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Damaged')
    await page.getByRole('radio', { name: 'Clay' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Label damaged saved.').waitFor()
    await page.getByRole('row', { name: /damaged/ }).waitFor()
    await expectUsable(page)
    await page.goto('/app/accounts/1/dashboard')
    await page.getByRole('link', { name: /damaged/ }).waitFor()
  })

  it('creates a team with members', async () => {
    await settings('teams/list')
    await page.getByRole('button', { name: 'New team' }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('Wholesale')
    await page.getByRole('combobox', { name: 'Members' }).fill('carv')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Create team' }).click()
    await page.getByRole('heading', { name: 'wholesale' }).waitFor()
    await page.getByText('1 person').waitFor()
    await expectUsable(page)
  })

  it('switches a plugin off and on again', async () => {
    await settings('plugins')
    const control = page.getByRole('switch', { name: 'Test channel for this account' })
    await control.click()
    await page.getByRole('heading', { name: 'Switch Test channel off?' }).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => control.isChecked()).toBe(true)

    await control.click()
    await page.getByRole('button', { name: 'Switch off' }).click()
    await page.getByText(/Test channel is off/).waitFor()
    await settings('inboxes/new')
    await page.getByText('No channel is plugged in').waitFor()

    await settings('plugins')
    await control.click()
    await page.getByText('Test channel is on.').waitFor()
    await page.getByRole('link', { name: 'Test channel' }).click()
    await page.getByRole('heading', { name: 'Where it is plugged in' }).waitFor()
    await expectUsable(page)
  })

  it('shows what could not be read, tries it again and lets it go', async () => {
    const sent = await fetch(`${product.url}/webhooks/test/care`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-test-id': 'unreadable' },
      body: 'this is <b>no</b> JSON',
    })
    expect(sent.status).toBe(200)
    await product.core.journal.settle()

    await settings('plugins')
    await page.getByRole('link', { name: 'Test channel' }).click()
    const line = page.getByRole('listitem').filter({ hasText: 'Message from the provider' })
    await line.getByText('Could not be read').waitFor()
    await line.getByText('Content').click()
    await line.getByText('this is <b>no</b> JSON').waitFor()
    await expectUsable(page)
    await line.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Tried again.').waitFor()
    await line.getByRole('button', { name: 'Let go' }).click()
    await line.waitFor({ state: 'detached' })
  })

  it('goes anywhere by the command bar and keys alone', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Type what you want to do' }).waitFor()
    await expectUsable(page)
    await page.keyboard.type('lbls')
    await page.keyboard.press('Enter')
    await heading('Labels')
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await heading('Agents')
    await page.keyboard.press('Shift+?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
  })

  it('keeps what the profile says, and asks before unsaved words are lost', async () => {
    await settings('profile')
    await page.getByLabel('Shown to customers').fill('Inês')
    await page.getByRole('link', { name: 'Labels' }).click()
    await page.getByRole('heading', { name: 'Leave without saving?' }).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByText('Saved.').waitFor()
    await page.getByRole('radio', { name: 'Dark' }).click()
    await page.locator('html[data-theme=dark]').waitFor()
    await expectUsable(page)
    await page.reload()
    await expect.poll(() => page.getByLabel('Shown to customers').inputValue()).toBe('Inês')
  })

  it('changes the password, and goes on hearing what happens', async () => {
    await page.getByLabel('Current password', { exact: true }).fill(password)
    await page.getByLabel('New password', { exact: true }).fill(newPassword)
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('Password changed.').waitFor()
    await page.getByRole('link', { name: 'Labels' }).click()
    await heading('Labels')

    const { headers } = await caller(product)('POST', '/auth/sign_in', { email, password: newPassword })
    const authorization = headers.get('authorization') as string
    await caller(product, { authorization })('POST', '/api/v1/accounts/1/labels', { title: 'heard-of' })

    await page.getByText('heard-of').first().waitFor()
  })

  it('signs out and in again, and says clearly why a wrong password does not do', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Type what you want to do' }).waitFor()
    await page.keyboard.type('sign out')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/app/login')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByText('That e-mail and password do not match.').waitFor()
    await expectUsable(page)
    await page.getByLabel('Password', { exact: true }).fill(newPassword)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/app\/accounts\/1\/dashboard/)
    expectQuiet(page)
  })
})
