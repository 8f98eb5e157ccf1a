import type { CbPage } from '@cordboard/ui/cb-page'
import type { CbStepper } from '@cordboard/ui/cb-stepper'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../../ui/test/accessible.ts'
import { isFromMeta, sessionOf } from './meta-login.ts'
import Setup from './setup.ts'
import { asking, firstRefusal, healthy, live } from './test/samples.ts'
import { type Answers, all, button, gulf, type Shown, show } from './test/show.ts'

const authorization = {
  enabled: true,
  app_id: '77',
  configuration_id: '88',
  api_version: 'v24.0',
  extras: { version: 'v4' },
  sdk_url: 'https://connect.facebook.net/en_US/sdk.js',
}
const business = { phone_number_id: '106540352242922', waba_id: '102290129340398', business_id: '2729063490586005' }

const answers = (more: Answers = {}): Answers => ({
  'GET /whatsapp/authorization': { body: authorization },
  'POST /whatsapp/authorization': { body: { success: true, id: 12, name: 'WhatsApp Gulf', channel_type: 'whatsapp' } },
  'GET /inboxes/12': { body: gulf },
  'GET /inboxes/12/health': { body: healthy },
  'GET /inboxes/12/whatsapp/onboarding': { body: firstRefusal },
  'POST /inboxes/12/whatsapp/onboarding/signal': { status: 202 },
  ...more,
})

const openSetup = (more?: Answers, given: Record<string, unknown> = {}) =>
  show(Setup, { answers: answers(more), inbox: null, ...given })
const byKeys = { 'GET /whatsapp/authorization': { body: { enabled: false } } }

/** Where the wizard stands. */
function page({ panel }: Shown<Setup>) {
  const [drawn] = all<CbPage>(panel, 'cb-page')
  const [stepper] = all<CbStepper>(panel, 'cb-stepper')
  return { heading: drawn?.heading, step: stepper?.steps[stepper.current] }
}

const numberStep = 'Number'
const webhookStep = 'Webhook'
const reviewStep = 'Meta’s review'

/** Meta's script, as the page sees it. */
class FakeSdk {
  options: Record<string, unknown> = {}
  opened: Record<string, unknown>[] = []
  done: (answer: { authResponse?: { code?: string } | null }) => void = () => {}
  init(options: Record<string, unknown>) {
    this.options = options
  }
  login(done: FakeSdk['done'], options: Record<string, unknown>) {
    this.done = done
    this.opened.push(options)
  }
}

let sdk: FakeSdk

beforeEach(() => {
  localStorage.clear()
  sdk = new FakeSdk()
  window.FB = sdk
})

afterEach(() => {
  delete window.FB
  localStorage.clear()
})

const say = (event: string, data: Record<string, unknown> = business, origin = 'https://www.facebook.com') =>
  window.dispatchEvent(
    new MessageEvent('message', { origin, data: JSON.stringify({ type: 'WA_EMBEDDED_SIGNUP', event, data }) }),
  )

async function openWindow(shown: Shown<Setup>): Promise<void> {
  button(shown.panel, 'Connect with Meta').click()
  await expect.poll(() => sdk.opened.length).toBe(1)
  await shown.settle()
}

describe('connecting with Meta', () => {
  it.each(['light', 'dark'] as const)(
    'is recommended where the installation has an app there, in %s',
    async (theme) => {
      const shown = await openSetup(undefined, { theme })
      expect(page(shown)).toEqual({ heading: 'Bring your WhatsApp number', step: numberStep })
      expect(shown.words()).toContain('Recommended')
      await expectAccessible()
    },
  )

  it('loads the script that the server names, before the button is pressed', async () => {
    delete window.FB
    const { scripts } = await openSetup()
    expect(scripts).toEqual([authorization.sdk_url])
  })

  it('opens the window with the settings of the server', async () => {
    const shown = await openSetup()
    await openWindow(shown)
    expect(sdk.options).toMatchObject({ appId: '77', version: 'v24.0' })
    expect(sdk.opened[0]).toEqual({
      config_id: '88',
      response_type: 'code',
      override_default_response_type: true,
      extras: { version: 'v4' },
    })
    expect(shown.words()).toContain('Waiting for Meta’s window')
    await expectAccessible()
  })

  it.each(['code first', 'business first'])('connects with both halves of the answer, %s', async (order) => {
    const shown = await openSetup()
    await openWindow(shown)
    const halves = [() => sdk.done({ authResponse: { code: 'once' } }), () => say('FINISH')]
    for (const half of order === 'code first' ? halves : halves.toReversed()) half()
    await expect.poll(() => page(shown).step).toBe(reviewStep)
    await shown.settle()
    expect(shown.calls.find(({ method }) => method === 'POST')).toEqual({
      method: 'POST',
      path: '/whatsapp/authorization',
      body: { code: 'once', ...business },
    })
    expect(page(shown).heading).toBe('Meta is reviewing your display name')
  })

  it.each([
    ['FINISH_ONLY_WABA', { waba_id: '2', business_id: '3' }],
    ['FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING', { waba_id: '2', business_id: '3' }],
    ['FINISH_OBO_MIGRATION', business],
    ['FINISH_GRANT_ONLY_API_ACCESS', business],
  ])('goes on after %s', async (event, data) => {
    const shown = await openSetup()
    await openWindow(shown)
    say(event, data)
    sdk.done({ authResponse: { code: 'once' } })
    await expect.poll(() => page(shown).step).toBe(reviewStep)
    expect(shown.calls.find(({ method }) => method === 'POST')?.body).toEqual({ code: 'once', ...data })
  })

  it('says where it was left, and opens again', async () => {
    const shown = await openSetup()
    await openWindow(shown)
    say('CANCEL', { current_step: 'PHONE_NUMBER_SETUP' })
    await expect.poll(shown.words).toContain('Meta’s window was closed before the end')
    expect(shown.words()).toContain('PHONE_NUMBER_SETUP')
    button(shown.panel, 'Connect with Meta').click()
    await expect.poll(() => sdk.opened.length).toBe(2)
  })

  it.each([
    ['CANCEL', { error_message: 'The number is in use.', error_id: '524126' }],
    ['error', { error_message: 'The number is in use.', error_id: '524126' }],
  ])("shows Meta's error of the event %s", async (event, data) => {
    const shown = await openSetup()
    await openWindow(shown)
    say(event, data)
    await expect.poll(shown.words).toContain('The number is in use. (524126)')
    await expectAccessible()
  })

  it('says so when the window is closed without a sign-in', async () => {
    const shown = await openSetup()
    await openWindow(shown)
    sdk.done({ authResponse: null })
    await expect.poll(shown.words).toContain('Nothing was changed.')
  })

  it('hears nobody but Meta', async () => {
    const shown = await openSetup()
    await openWindow(shown)
    for (const origin of [
      'https://evilfacebook.com',
      'https://facebook.com.evil.test',
      'http://www.facebook.com',
      'null',
    ])
      say('FINISH', business, origin)
    sdk.done({ authResponse: { code: 'once' } })
    await shown.settle()
    expect(shown.calls.filter(({ method }) => method === 'POST')).toEqual([])
  })

  it('says why our server refused', async () => {
    const shown = await openSetup({
      'POST /whatsapp/authorization': { status: 422, body: { success: false, error: 'Token exchange failed' } },
    })
    await openWindow(shown)
    say('FINISH')
    sdk.done({ authResponse: { code: 'once' } })
    await expect.poll(shown.words).toContain('Token exchange failed')
    expect(page(shown).step).toBe(numberStep)
  })
})

describe('who may speak for Meta', () => {
  it.each([
    ['https://facebook.com', true],
    ['https://www.facebook.com', true],
    ['https://business.facebook.com', true],
    ['http://facebook.com', false],
    ['https://evilfacebook.com', false],
    ['https://facebook.com.evil.test', false],
    ['https://connect.facebook.net', false],
    ['', false],
  ])('%s: %s', (origin, expected) => {
    expect(isFromMeta(origin, authorization.sdk_url)).toBe(expected)
  })

  it('is also a stand-in that the operator named as the place of the script', () => {
    expect(isFromMeta('http://127.0.0.1:4100', 'http://127.0.0.1:4100/sdk.js')).toBe(true)
    expect(isFromMeta('http://127.0.0.1:4101', 'http://127.0.0.1:4100/sdk.js')).toBe(false)
  })

  it.each([
    undefined,
    'no json {',
    '{}',
    '{"type":"OTHER"}',
    7,
    null,
    { type: 'WA_EMBEDDED_SIGNUP', event: 'PROGRESS' },
  ])('is not somebody who says %j', (data) => {
    expect(sessionOf(data)).toBeUndefined()
  })
})

async function fill(shown: Shown<Setup>, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    all(shown.panel, `cb-input[name="${name}"]`)[0]?.focus()
    await userEvent.keyboard('{Control>}a{/Control}')
    await userEvent.keyboard(value)
  }
}

const keys = {
  name: 'Gulf',
  phone_number: '+971 4 555 0138',
  phone_number_id: '106540352242922',
  business_account_id: '102290129340398',
  api_key: 'EAAtoken',
}

describe('connecting with keys', () => {
  it('is the only way where the installation has no app at Meta', async () => {
    const shown = await openSetup(byKeys)
    expect(all(shown.panel, 'cb-choice')).toHaveLength(0)
    expect(all(shown.panel, 'cb-input')).toHaveLength(6)
    await expectAccessible()
  })

  it('says what is wrong before anybody is asked', async () => {
    const shown = await openSetup(byKeys)
    await fill(shown, { phone_number: '04 555', phone_number_id: '12', business_account_id: 'abc' })
    button(shown.panel, 'Check and connect').click()
    await shown.settle()
    const errors = Object.fromEntries(
      all(shown.panel, 'cb-input').map((input) => [
        input.getAttribute('name'),
        (input as unknown as { error: string }).error,
      ]),
    )
    expect(errors).toMatchObject({
      name: 'Give the inbox a name.',
      phone_number: expect.stringContaining('country code'),
      phone_number_id: expect.stringContaining('too short'),
      business_account_id: expect.stringContaining('Only digits'),
      api_key: 'Enter the access token.',
      app_secret: '',
    })
    expect(shown.calls.filter(({ method }) => method === 'POST')).toEqual([])
    await expectAccessible()
  })

  it('makes the inbox, then shows what to paste at Meta, then waits', async () => {
    const shown = await openSetup({ ...byKeys, 'POST /inboxes': { body: gulf } })
    await fill(shown, keys)
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => page(shown).step).toBe(webhookStep)
    await shown.settle()
    const { name, ...channel } = keys
    expect(shown.calls.find(({ method }) => method === 'POST')?.body).toEqual({
      name,
      channel: { type: 'whatsapp', provider: 'whatsapp_cloud', ...channel },
    })
    expect(all(shown.panel, 'cb-copy-field').map((field) => (field as HTMLInputElement).value)).toEqual([
      gulf.callback_webhook_url,
      'b0a1c2d3e4f5',
    ])
    expect(shown.words()).toContain('Messages come to this server')
    await expectAccessible()
    button(shown.panel, 'Continue').click()
    await expect.poll(() => page(shown).step).toBe(reviewStep)
    await shown.settle()
    expect(shown.words()).toContain('Cannot create certificate.')
    await expectAccessible()
  })

  it('keeps what was entered when the server refuses, and says why', async () => {
    const refusal = 'WhatsApp does not know this phone number ID'
    const shown = await openSetup({
      ...byKeys,
      'POST /inboxes': { status: 422, body: { message: refusal, attributes: ['provider_config'] } },
    })
    await fill(shown, keys)
    await userEvent.keyboard('{Enter}')
    await expect.poll(shown.words).toContain(refusal)
    expect(all(shown.panel, 'cb-input[name=api_key]')[0]).toMatchObject({ value: 'EAAtoken' })
  })
})

describe('leaving and coming back', () => {
  it('finds what was entered, but no key', async () => {
    const first = await openSetup(byKeys)
    await fill(first, keys)
    expect(JSON.stringify({ ...localStorage })).not.toContain('EAAtoken')
    const again = await openSetup(byKeys)
    expect(all(again.panel, 'cb-input[name=phone_number]')[0]).toMatchObject({ value: keys.phone_number })
    expect(all(again.panel, 'cb-input[name=api_key]')[0]).toMatchObject({ value: '' })
  })

  it('finds the waiting number, until somebody goes to the inbox', async () => {
    localStorage.setItem('cb-whatsapp-setup-1', JSON.stringify({ step: 'waiting', inboxId: 12 }))
    const shown = await openSetup()
    expect(page(shown).step).toBe(reviewStep)
    button(shown.panel, 'Go to the inbox').click()
    expect(shown.visited).toEqual(['/app/accounts/1/settings/inboxes/12/health'])
    expect(page(await openSetup()).step).toBe(numberStep)
  })

  it('begins anew when the inbox is gone, or when another number is wanted', async () => {
    const kept = JSON.stringify({ step: 'waiting', inboxId: 12 })
    localStorage.setItem('cb-whatsapp-setup-1', kept)
    const gone = await openSetup({ 'GET /inboxes/12': { status: 404, body: { error: 'Resource could not be found' } } })
    await expect.poll(() => page(gone).step).toBe(numberStep)
    localStorage.setItem('cb-whatsapp-setup-1', kept)
    const another = await openSetup()
    button(another.panel, 'Connect another number').click()
    await another.settle()
    expect(page(another).step).toBe(numberStep)
  })
})

describe('the waiting screen', () => {
  beforeEach(() => localStorage.setItem('cb-whatsapp-setup-1', JSON.stringify({ step: 'waiting', inboxId: 12 })))

  it('follows the number live until it receives messages', async () => {
    let state: unknown = firstRefusal
    const shown = await openSetup({ 'GET /inboxes/12/whatsapp/onboarding': () => ({ body: state }) })
    expect(shown.words()).toContain('Name in review')
    state = live
    shown.tell('account.cache_invalidated')
    await shown.settle()
    expect(page(shown).heading).toBe('The line is live')
    await expectAccessible()
  })

  it('has the number looked at now', async () => {
    const shown = await openSetup()
    button(shown.panel, 'Check now').click()
    await shown.settle()
    expect(shown.calls.find(({ method }) => method === 'POST')?.body).toEqual({ signal: 'display_name_updated' })
  })

  it('names what people have to do', async () => {
    const shown = await openSetup({ 'GET /inboxes/12/whatsapp/onboarding': { body: asking('verify_number') } })
    expect(page(shown).heading).toBe('Your number needs you')
    button(shown.panel, 'Check now').click()
    await shown.settle()
    expect(shown.calls.find(({ method }) => method === 'POST')?.body).toEqual({ signal: 'number_verified' })
  })

  it('hands the inbox to the step where colleagues are added', async () => {
    const handed: unknown[] = []
    const shown = await openSetup(undefined, { context: { connected: (inbox: unknown) => handed.push(inbox) } })
    button(shown.panel, 'Add colleagues').click()
    expect(handed).toEqual([{ id: 12, next: 'people' }])
  })

  it('says when the steps could not be read', async () => {
    const shown = await openSetup({
      'GET /inboxes/12/whatsapp/onboarding': { status: 500, body: { error: 'Internal server error' } },
    })
    expect(shown.words()).toContain('The steps could not be read')
  })
})
