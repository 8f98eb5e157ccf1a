import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caller, callerWithToken } from '../../../tests/support/api.ts'
import { expectQuiet, expectUsable, openBrowser, openWindow, signIn } from '../../../tests/support/dashboard.ts'
import { accountOf, accountPath, createAgent, password } from '../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import type { SentMessage, SimulatedNumber } from '../simulator/number.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { juniper } from '../test/support/juniper.ts'

const appSecret = 'test_app_secret_0123456789'
const administrator = { email: 'ines@juniper.example', password: 'Lichen-mug7' }
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

describe('a number is connected by hand, and a customer is answered', () => {
  let simulator: Simulator
  let number: SimulatedNumber
  let product: Product
  let browser: Browser
  let ines: Page
  let alan: Page
  let answer: SentMessage

  beforeAll(async () => {
    // Statuses come when the journey says so.
    simulator = await startSimulator({ appSecret, statuses: { sent: null, delivered: null, read: null } })
    number = simulator.addNumber(juniper)
    product = await startProduct({
      pluginFolders: [join(import.meta.dirname, '..')],
      environment: { WHATSAPP_CLOUD_BASE_URL: simulator.url, WHATSAPP_APP_SECRET: appSecret },
    })
    simulator.coreUrl = product.url
    browser = await openBrowser()
    ;[ines, alan] = await Promise.all([openWindow(browser, product.url), openWindow(browser, product.url)])
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
    await simulator?.stop()
  })

  const ana = () => number.customer({ waId: '351910000001', name: 'Ana Sousa' })
  const row = (page: Page) => page.getByRole('listitem').filter({ hasText: 'Ana Sousa' })
  const bubble = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text })
  const sent = (fits: (message: SentMessage) => boolean) =>
    new Promise<SentMessage>((resolve) => {
      const known = number.sent.find(fits)
      if (known) return resolve(known)
      const look = (message: SentMessage) => {
        if (!fits(message)) return
        number.off('sent', look)
        resolve(message)
      }
      number.on('sent', look)
    })

  it('lets a new administrator in and connects the number', async () => {
    await ines.goto('/')
    await ines.getByLabel('Workspace name').fill('Juniper Bikes')
    await ines.getByLabel('Your name').fill('Inês Carvalho')
    await ines.getByLabel('Work e-mail').fill(administrator.email)
    await ines.getByLabel('Password', { exact: true }).fill(administrator.password)
    await ines.getByRole('button', { name: 'Create administrator' }).click()
    await ines.waitForURL(/settings\/inboxes\/new/)

    await ines.getByRole('radio', { name: /WhatsApp/ }).click()
    await ines.getByRole('button', { name: 'Continue with WhatsApp' }).click()
    await ines.getByLabel('Inbox name').fill('Bike shop')
    await ines.getByLabel('Phone number', { exact: true }).fill(juniper.displayPhoneNumber)
    await ines.getByLabel(/phone number id/i).fill(juniper.phoneNumberId)
    await ines.getByLabel(/business account id/i).fill(juniper.businessAccountId)
    await ines.getByLabel(/(api key|access token)/i).fill('EAAwrong')
    await ines.getByRole('button', { name: 'Check and connect' }).click()
    await ines.getByText('does not accept this API key').waitFor()
    await expectUsable(ines)

    await ines.getByLabel(/(api key|access token)/i).fill(juniper.token)
    await ines.getByRole('button', { name: 'Check and connect' }).click()
    expect(await ines.getByRole('textbox', { name: 'Callback URL' }).inputValue()).toBe(
      `${product.url}/webhooks/whatsapp/+15550104477`,
    )
    expect(await ines.getByRole('textbox', { name: 'Verify token' }).inputValue()).toMatch(/^[0-9a-f]{32}$/)
    await expectUsable(ines)
    await ines.getByRole('button', { name: 'Continue' }).click()
    await ines.getByRole('button', { name: 'Add colleagues' }).click()
    await ines.getByRole('button', { name: 'Finish' }).click()
    await ines.waitForURL(/settings\/inboxes\/\d+/)
  })

  it('shows a customer’s message to two agents without a reload', async () => {
    const { user } = await colleague()
    await signIn(alan, user.email, password)
    await ines.goto('/app/accounts/1/dashboard')
    for (const page of [ines, alan]) await page.getByRole('tab', { name: /^All/ }).click()

    expect(await ana().writes('Is my bike ready?').answer).toBe(200)

    for (const page of [ines, alan]) await row(page).getByText('Is my bike ready?').waitFor()
  })

  it('answers with a picture, which the provider gets', async () => {
    for (const page of [ines, alan]) await row(page).getByRole('link').click()
    await ines.locator('.ProseMirror').click()
    await ines.keyboard.type('It is, here it stands.')
    const [chooser] = await Promise.all([
      ines.waitForEvent('filechooser'),
      ines.getByRole('button', { name: 'Attach files' }).click(),
    ])
    await chooser.setFiles({ name: 'bike.png', mimeType: 'image/png', buffer: picture })
    await ines.getByText('bike.png').waitFor()
    await ines.getByRole('button', { name: 'Send', exact: true }).click()

    answer = await sent(({ body }) => body.type === 'image')
    expect(answer).toMatchObject({ to: '351910000001', body: { image: { caption: 'It is, here it stands.' } } })
    await bubble(alan, 'It is, here it stands.').locator('img').waitFor()
  })

  it('follows the ticks from sent to delivered to read, for both', async () => {
    for (const [status, tick] of [
      ['sent', 'Sent'],
      ['delivered', 'Delivered'],
      ['read', 'Read'],
    ] as const) {
      await number.report(answer, status)
      for (const page of [ines, alan])
        await bubble(page, 'It is, here it stands.').getByText(tick, { exact: true }).waitFor()
    }
  })

  it('keeps what came while the plugin was off', async () => {
    await ines.goto('/app/accounts/1/settings/plugins')
    const plug = ines.getByRole('switch', { name: 'WhatsApp for this account' })
    await plug.click()
    await ines.getByRole('button', { name: 'Switch off' }).click()
    await ines.getByText(/WhatsApp is off/).waitFor()
    expect(await ana().writes('Then I come at noon.').answer).toBe(200)
    await product.core.journal.settle()
    const held = await product.core.pool.query('select state from inbound_events order by id desc limit 1')
    expect(held.rows).toEqual([{ state: 3 }])
    expect(await bubble(alan, 'Then I come at noon.').count()).toBe(0)

    await plug.click()

    await bubble(alan, 'Then I come at noon.').waitFor()
    for (const page of [ines, alan]) expectQuiet(page)
    expect(simulator.takeProblems()).toEqual([])
  })

  async function colleague() {
    const account = await accountOf(product, 1)
    const agent = await createAgent(product, account)
    const session = await caller(product)('POST', '/auth/sign_in', administrator)
    const call = callerWithToken(product, session.body.data.access_token)
    const inboxes = await call('GET', `${accountPath(account)}/inboxes`)
    const members = { inbox_id: inboxes.body.payload[0].id, user_ids: [agent.user.id] }
    expect((await call('POST', `${accountPath(account)}/inbox_members`, members)).status).toBe(200)
    return agent
  }
})
