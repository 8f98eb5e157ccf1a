import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectQuiet, expectUsable, openBrowser, openWindow, signIn } from '../../../tests/support/dashboard.ts'
import { createAccountWithAdministrator, password } from '../../../tests/support/people.ts'
import { type Product, startProduct } from '../../../tests/support/product.ts'
import { processServer, startWorker } from '../../../tests/support/temporal-worker.ts'
import { pendingHealth, type SimulatedNumber } from '../simulator/number.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { juniper } from '../test/support/juniper.ts'

const app = { id: '1234567890123456', secret: 'test_app_secret_0123456789' }

describe('a number goes live by itself while Meta looks through its name', () => {
  let simulator: Simulator
  let number: SimulatedNumber
  let product: Product
  let worker: { stop(): Promise<void> }
  let browser: Browser
  let ines: Page
  let account: number

  beforeAll(async () => {
    simulator = await startSimulator({ app, statuses: { sent: null, delivered: null, read: null } })
    number = simulator.addNumber({ ...juniper, health: { ...pendingHealth } })
    const temporal = await processServer()
    product = await startProduct({
      pluginFolders: [join(import.meta.dirname, '..')],
      temporal: { ...temporal, ui: 'https://temporal.example' },
      environment: {
        WHATSAPP_CLOUD_BASE_URL: simulator.url,
        WHATSAPP_APP_ID: app.id,
        WHATSAPP_APP_SECRET: app.secret,
        WHATSAPP_CONFIGURATION_ID: '987654321098765',
        WHATSAPP_SDK_URL: `${simulator.url}/sdk.js`,
        WHATSAPP_WEBHOOK_VERIFY_TOKEN: 'verify',
      },
    })
    simulator.coreUrl = product.url
    worker = await startWorker(product.core, temporal)
    const made = await createAccountWithAdministrator(product)
    account = made.account.id
    browser = await openBrowser()
    ines = await openWindow(browser, product.url)
    await signIn(ines, made.administrator.email, password)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await worker?.stop()
    await product?.stop()
    await simulator?.stop()
  })

  const health = (label: string) => ines.locator('cb-health-card .item').filter({ hasText: label })

  it('is connected in Meta’s window, and its first registration is refused as usual', async () => {
    simulator.signup.finishes(number)
    await ines.goto(`/app/accounts/${account}/settings/inboxes/new/whatsapp`)
    await ines.getByRole('button', { name: 'Connect with Meta' }).click()

    await ines.getByRole('heading', { name: 'Meta is reviewing your display name' }).waitFor()
    await ines.getByText('First registration refused').waitFor()
    await ines.getByText('Meta, code 100 / 2388001').waitFor()
    await ines
      .getByText(/Next check today at/)
      .first()
      .waitFor()
    await expectUsable(ines)
  })

  it('is found again at the same place', async () => {
    await ines.goto(`/app/accounts/${account}/settings/inboxes/list`)
    await ines.goto(`/app/accounts/${account}/settings/inboxes/new/whatsapp`)
    await ines.getByText('First registration refused').waitFor()

    await ines.getByRole('button', { name: 'Go to the inbox' }).click()
    await ines.waitForURL(/inboxes\/\d+\/health/)
    await ines.getByText('Messages cannot arrive until Meta accepts the display name').waitFor()
    await health('Registration').getByText('Not registered').waitFor()
    await expectUsable(ines)
  })

  it('says what Meta answers to a try by hand', async () => {
    await ines.getByRole('button', { name: 'Complete registration' }).click()

    await ines.getByText('Meta has not accepted the display name yet.').waitFor()
    await ines.getByText('Registration tried 2 times').waitFor()
    await ines.getByText('you, refused').waitFor()
    expect(number.registration.calls).toHaveLength(2)
  })

  it('is live after one more registration as soon as Meta accepts the name', async () => {
    await simulator.meta.approvesName(number)

    await ines.getByText('Receives messages').waitFor()
    await health('Registration').getByText('Registered', { exact: true }).waitFor()
    await ines.getByText('Messages cannot arrive').waitFor({ state: 'detached' })
    expect(number.registration.calls).toHaveLength(3)
    await expectUsable(ines)
  })

  it('tells administrators when its quality falls', async () => {
    await simulator.meta.rates(number, 'YELLOW')

    await health('Quality rating').getByText('Medium').waitFor()
    await ines.getByRole('button', { name: /^Notices/ }).click()
    await ines.getByRole('link', { name: 'The quality of the WhatsApp number fell' }).waitFor()
    await ines.keyboard.press('Escape')
  })

  it('is connected again in Meta’s window after its token died', async () => {
    simulator.meta.revokes(number)
    await simulator.account(number.profile.businessAccountId).update('PARTNER_REMOVED')

    await ines.getByText('No messages arrive: Meta no longer accepts our access').waitFor()
    await expectUsable(ines)
    simulator.signup.finishes(number)
    await ines.getByRole('button', { name: 'Reconnect with Meta' }).click()
    await ines.getByText('No messages arrive').waitFor({ state: 'detached' })
    await ines.getByText('Receives messages').waitFor()
    expect(number.registration.calls).toHaveLength(3)
    expectQuiet(ines)
  })
})
