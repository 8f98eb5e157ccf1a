import { afterEach, describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../../ui/test/accessible.ts'
import Banner from './banner.ts'
import { asking, hoursFromNow, live, waiting } from './test/samples.ts'
import { type Answer, type Answers, all, button, gulf, show } from './test/show.ts'

const onboarding = 'GET /inboxes/12/whatsapp/onboarding'
const registration = 'POST /inboxes/12/whatsapp/registration'
const authorization = {
  enabled: true,
  app_id: '77',
  configuration_id: '88',
  api_version: 'v24.0',
  extras: {},
  sdk_url: 'https://connect.facebook.net/en_US/sdk.js',
}

const answers = (state: unknown, more: Answers = {}): Answers => ({
  [onboarding]: { body: state },
  'GET /whatsapp/authorization': { body: authorization },
  ...more,
})

const refused = (code: number, subcode?: number, message = 'Meta’s own words'): Answer => ({
  body: {
    state: 'awaiting_provisioning',
    registered: false,
    next_check_at: hoursFromNow(0.02),
    error: { code, subcode, message },
  },
})

afterEach(() => {
  delete window.FB
})

describe('complete registration', () => {
  it.each(['awaiting_provisioning', 'registering', 'confirming', 'cooldown', 'stalled'])(
    'is offered where only that is missing: %s',
    async (state) => {
      const { words } = await show(Banner, { answers: answers({ ...waiting, state }) })
      expect(words()).toContain('Complete registration')
      await expectAccessible()
    },
  )

  it.each(['active', 'none', 'cancelled', 'verifying', 'subscribing', 'awaiting_number', 'activating'])(
    'is not offered where the number waits for something else or for nothing: %s',
    async (state) => {
      const { panel } = await show(Banner, { answers: answers({ ...waiting, state }) })
      expect(panel.offsetHeight).toBe(0)
    },
  )

  it('makes one call for two quick presses and shows that it works', async () => {
    let answer: (value: Answer) => void = () => {}
    const { panel, calls, words, settle, toasts } = await show(Banner, {
      answers: answers(waiting, {
        [registration]: () =>
          new Promise((resolve) => {
            answer = resolve
          }),
      }),
    })
    const press = button(panel, 'Complete registration')
    press.click()
    press.click()
    await expect.poll(words).toContain('Registering the number with Meta.')
    expect(calls.filter(({ method }) => method === 'POST')).toEqual([
      { method: 'POST', path: '/inboxes/12/whatsapp/registration', body: {} },
    ])
    await expectAccessible()
    answer({ body: { state: 'active', registered: true, next_check_at: null, error: null } })
    await settle()
    expect(words()).toContain('The number is registered. Messages arrive from now on.')
    expect(toasts).toEqual([{ tone: 'good', title: 'The number is registered.' }])
  })

  it('shows one that somebody else started', async () => {
    const { panel, words, tell, settle } = await show(Banner, {
      answers: answers({ ...waiting, state: 'registering' }),
    })
    expect(words()).toContain('A registration is under way.')
    expect(button(panel, 'Complete registration').hasAttribute('loading')).toBe(true)
    tell('inbox.updated', { id: 12 })
    await settle()
  })

  it('goes by itself when the number is live', async () => {
    let state: unknown = waiting
    const { panel, tell, settle } = await show(Banner, {
      answers: { ...answers(waiting), [onboarding]: () => ({ body: state }) },
    })
    state = live
    tell('inbox.updated', { id: 12 })
    await settle()
    expect(panel.offsetHeight).toBe(0)
  })

  it("gives Meta's refusal in our words and in its own, with the next check", async () => {
    const { panel, words, settle } = await show(Banner, {
      answers: answers(waiting, { [registration]: refused(100, 2_388_001, 'Cannot create certificate.') }),
    })
    button(panel, 'Complete registration').click()
    await settle()
    expect(words()).toContain('Meta has not accepted the display name yet.')
    expect(words()).toContain('Meta, code 100 / 2388001')
    expect(words()).toContain('Cannot create certificate.')
    expect(words()).toContain('Next check')
    await expectAccessible()
  })

  it.each([
    100, 133000, 133004, 133005, 133006, 133008, 133009, 133015, 133016, 131031, 131042, 190, 10, 200, 3, 368, 424242,
  ])('has words for the code %s', async (code) => {
    for (const locale of ['en', 'es']) {
      const { panel, words, settle } = await show(Banner, {
        answers: answers(waiting, { [registration]: refused(code) }),
        locale,
      })
      button(panel, locale === 'en' ? 'Complete registration' : 'Completar registro').click()
      await settle()
      expect(words()).toContain('Meta’s own words')
      expect(words()).not.toContain('refused.')
    }
  })

  it('says when it is allowed again', async () => {
    const { panel, words, settle } = await show(Banner, {
      answers: answers(waiting, { [registration]: { status: 429, body: { next_allowed_at: hoursFromNow(30.2) } } }),
    })
    button(panel, 'Complete registration').click()
    await settle()
    expect(words()).toMatch(/It is allowed again .* in 30 hours/)
  })

  it('says that it is kept while Temporal is away', async () => {
    const { panel, words, settle } = await show(Banner, {
      answers: answers(waiting, { [registration]: { status: 202, body: { state: 'queued' } } }),
    })
    button(panel, 'Complete registration').click()
    await settle()
    expect(words()).toContain('Your wish is kept.')
  })

  it('says so when the server fails', async () => {
    const { panel, words, settle } = await show(Banner, {
      answers: answers(waiting, { [registration]: { status: 500, body: { error: 'Internal server error' } } }),
    })
    button(panel, 'Complete registration').click()
    await settle()
    expect(words()).toContain('That did not work. Nothing was changed.')
    expect(words()).toContain('Internal server error')
  })
})

describe('the PIN', () => {
  it('is asked for only when it is needed, and keeps its leading zeros', async () => {
    const { panel, calls, settle, words } = await show(Banner, {
      answers: answers(asking('pin'), {
        [registration]: { body: { state: 'active', registered: true, next_check_at: null, error: null } },
      }),
    })
    expect(words()).toContain('The number has another PIN')
    all(panel, 'cb-input')[0]?.focus()
    await userEvent.keyboard('12345{Enter}')
    await settle()
    expect(all(panel, 'cb-input')[0]).toMatchObject({ error: 'The PIN has exactly 6 digits.' })
    await userEvent.keyboard('{Control>}a{/Control}012345{Enter}')
    await settle()
    expect(calls.filter(({ method }) => method === 'POST')).toEqual([
      { method: 'POST', path: '/inboxes/12/whatsapp/registration', body: { pin: '012345' } },
    ])
    await expectAccessible()
  })

  it('is asked for after Meta refused the stored one', async () => {
    const { panel, settle } = await show(Banner, { answers: answers(waiting, { [registration]: refused(133005) }) })
    expect(all(panel, 'cb-input')).toHaveLength(0)
    button(panel, 'Complete registration').click()
    await settle()
    expect(all(panel, 'cb-input')).toHaveLength(1)
  })
})

describe('a dead token', () => {
  it('has a banner of its own, which signs in with Meta again', async () => {
    let done: (answer: unknown) => void = () => {}
    window.FB = {
      init: () => {},
      login: (callback) => {
        done = callback as typeof done
      },
    }
    const { panel, words, settle, calls, toasts } = await show(Banner, {
      answers: answers(waiting, {
        'POST /whatsapp/authorization': {
          body: { success: true, id: 12, message: 'Channel reauthorized successfully' },
        },
      }),
      inbox: { ...gulf, reauthorization_required: true },
    })
    expect(words()).not.toContain('Complete registration')
    button(panel, 'Reconnect with Meta').click()
    await expect.poll(words).toContain('Waiting for Meta’s window')
    done({ authResponse: { code: 'once' } })
    const data = JSON.stringify({
      type: 'WA_EMBEDDED_SIGNUP',
      event: 'FINISH',
      data: { phone_number_id: '1', waba_id: '2', business_id: '3' },
    })
    window.dispatchEvent(new MessageEvent('message', { origin: 'https://www.facebook.com', data }))
    await expect.poll(() => toasts.length).toBe(1)
    await settle()
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
      code: 'once',
      phone_number_id: '1',
      waba_id: '2',
      business_id: '3',
      inbox_id: 12,
    })
  })

  it('takes a new key where the installation has no app at Meta', async () => {
    const { panel, settle, calls, toasts } = await show(Banner, {
      answers: answers(asking('reauthorize'), {
        'GET /whatsapp/authorization': { body: { enabled: false } },
        'PATCH /inboxes/12': { body: gulf },
      }),
    })
    await settle()
    all(panel, 'cb-input')[0]?.focus()
    await userEvent.keyboard('EAAnew{Enter}')
    await settle()
    expect(calls.find(({ method }) => method === 'PATCH')).toEqual({
      method: 'PATCH',
      path: '/inboxes/12',
      body: { channel: { api_key: 'EAAnew' } },
    })
    expect(toasts[0]?.tone).toBe('good')
    expect(all(panel, 'cb-input').map((input) => (input as HTMLInputElement).value)).toEqual([''])
  })

  it('says why a key was refused, and keeps it for correction', async () => {
    const { panel, settle } = await show(Banner, {
      answers: answers(asking('reauthorize'), {
        'GET /whatsapp/authorization': { body: { enabled: false } },
        'PATCH /inboxes/12': { status: 422, body: { message: 'WhatsApp does not accept this API key' } },
      }),
    })
    await settle()
    all(panel, 'cb-input')[0]?.focus()
    await userEvent.keyboard('EAAold{Enter}')
    await settle()
    expect(all(panel, 'cb-input')[0]).toMatchObject({ error: 'WhatsApp does not accept this API key', value: 'EAAold' })
  })
})

describe('what people settle at Meta', () => {
  it.each([
    ['display_name', 'I have edited the name', 'display_name_updated'],
    ['verify_number', 'I have verified it', 'number_verified'],
    ['policy', 'I have settled it', 'retry_now'],
    ['payment', 'I have settled it', 'retry_now'],
    ['on_premise', 'I have moved it', 'display_name_updated'],
    ['webhook', 'Check again', 'retry_now'],
    ['SOMETHING_NEW', 'I have settled it', 'retry_now'],
  ])('is said with what to do, and told when it is done: %s', async (reason, words, signal) => {
    const { panel, calls, settle, toasts } = await show(Banner, {
      answers: answers(asking(reason), { 'POST /inboxes/12/whatsapp/onboarding/signal': { status: 202 } }),
    })
    await expectAccessible()
    button(panel, words).click()
    await settle()
    expect(calls.find(({ method }) => method === 'POST')).toEqual({
      method: 'POST',
      path: '/inboxes/12/whatsapp/onboarding/signal',
      body: { signal },
    })
    expect(toasts[0]?.tone).toBe('info')
  })

  it('gives the address and the token to paste when messages do not come', async () => {
    const { panel } = await show(Banner, { answers: answers(asking('webhook')) })
    expect(all(panel, 'cb-copy-field').map((field) => (field as HTMLInputElement).value)).toEqual([
      gulf.callback_webhook_url,
      'b0a1c2d3e4f5',
    ])
  })
})

it.each(['awaiting_provisioning', 'failed'])('lets agents read and not act: %s', async (state) => {
  const { panel, words } = await show(Banner, {
    answers: answers({ ...waiting, state, reason: 'provisioning_timeout' }),
    role: 'agent',
  })
  expect(words()).toContain('An administrator can do this.')
  expect(all(panel, 'cb-button')).toHaveLength(0)
})

it('begins again where it was given up', async () => {
  const { panel, calls, settle, words } = await show(Banner, {
    answers: answers(
      { ...waiting, state: 'failed', reason: 'provisioning_timeout' },
      { [registration]: { status: 202, body: { state: 'queued' } } },
    ),
  })
  expect(words()).toContain('The number did not go live')
  button(panel, 'Complete registration').click()
  await settle()
  expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1)
})
