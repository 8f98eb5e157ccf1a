import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { expectAccessible } from '../../../ui/test/accessible.ts'
import en from '../locales/en.json'
import es from '../locales/es.json'
import Health from './health.ts'
import { values } from './health-values.ts'
import { asking, firstRefusal, healthy, hoursFromNow, live, pendingHealth, snapshots, waiting } from './test/samples.ts'
import { type Answers, all, button, gulf, show } from './test/show.ts'

const health = 'GET /inboxes/12/health'
const onboarding = 'GET /inboxes/12/whatsapp/onboarding'

const answers = (body: unknown = healthy, state: unknown = live): Answers => ({
  [health]: { body },
  [onboarding]: { body: state },
  'GET /agents': { body: [{ id: 2, name: 'Tomasz Wiśniewski' }] },
})

/** Badge of a field: its tone and its words. */
function badge(root: Element, label: string) {
  const item = all(root, '.item').find((one) => one.querySelector('dt')?.textContent === label)
  const found = item?.querySelector('cb-badge')
  return { tone: found?.tone, text: item?.querySelector('.value')?.textContent?.trim(), item: item?.textContent ?? '' }
}

describe('what Meta says of a number', () => {
  it('stands with tone, words and meaning', async () => {
    const { panel, words } = await show(Health, { answers: answers() })
    expect(badge(panel, 'Registration')).toMatchObject({ tone: 'good', text: 'Registered' })
    expect(badge(panel, 'Messaging limit')).toMatchObject({ tone: 'neutral', text: '1,000 customers a day' })
    expect(badge(panel, 'Business name').text).toBe('Juniper Bikes')
    expect(words()).toContain('Read from Meta today at')
    await expectAccessible()
  })

  it.each(['light', 'dark'] as const)('says what to do while the number waits, in %s', async (theme) => {
    const { panel } = await show(Health, { answers: answers({ ...pendingHealth, trend: snapshots() }, waiting), theme })
    expect(badge(panel, 'Registration')).toMatchObject({ tone: 'bad', text: 'Not registered' })
    expect(badge(panel, 'Registration').item).toContain('Complete registration')
    expect(badge(panel, 'Capacity')).toMatchObject({ tone: 'bad' })
    await expectAccessible()
  })

  const documented = Object.entries(values).flatMap(([field, words]) =>
    Object.keys(words).map((word) => [field, word] as const),
  )
  it.each(['en', 'es'])('has words for every documented value in %s', async (locale) => {
    const { panel } = await show(Health, { answers: answers(), locale })
    const { t } = panel.context
    for (const [field, word] of documented) {
      expect(t(`health.${field}.${word}`)).not.toBe('')
      expect(t(`health.${field}.${word}.why`)).not.toBe('')
      if (values[field]?.[word]?.todo) expect(t(`health.${field}.${word}.todo`)).not.toBe('')
    }
  })

  it('says the same in every language', () => {
    const placesOf = (text: string) => [...new Set(text.match(/\{\w+(?=[,}])/g))].toSorted()
    const shapeOf = (texts: Record<string, string>) =>
      Object.entries(texts)
        .map(([key, text]) => [key, placesOf(text)])
        .toSorted()
    expect(shapeOf(es)).toEqual(shapeOf(en))
  })

  it('shows a value that nobody knows as it came, and what is missing as missing', async () => {
    const odd = {
      ...healthy,
      quality_rating: 'PURPLE',
      throughput: { level: 'constructor' },
      name_status: null,
      status: 'toString',
    }
    const { panel } = await show(Health, { answers: answers(odd) })
    expect(badge(panel, 'Quality rating')).toMatchObject({ tone: 'neutral', text: 'PURPLE' })
    expect(badge(panel, 'Capacity')).toMatchObject({ tone: 'neutral', text: 'constructor' })
    expect(badge(panel, 'Connection')).toMatchObject({ tone: 'neutral', text: 'toString' })
    expect(badge(panel, 'Display name')).toMatchObject({ tone: 'neutral', text: 'Not reported' })
  })

  it('takes an old proof of the number for what it is: normal on a number that works, a problem on one that waits', async () => {
    const old = { code_verification_status: 'EXPIRED' }
    const works = await show(Health, { answers: answers({ ...healthy, ...old }) })
    expect(badge(works.panel, 'Number ownership')).toMatchObject({ tone: 'neutral', text: 'Verified before' })
    const waits = await show(Health, { answers: answers({ ...pendingHealth, ...old }) })
    expect(badge(waits.panel, 'Number ownership')).toMatchObject({ tone: 'bad', text: 'Expired' })
  })

  it('tells whether messages come here', async () => {
    const at = async (webhook: string) =>
      badge((await show(Health, { answers: answers({ ...healthy, webhook }) })).panel, 'Webhook')
    expect(await at('ours')).toMatchObject({ tone: 'good', text: 'Connected' })
    expect(await at('other')).toMatchObject({ tone: 'bad', text: 'Goes elsewhere' })
    expect(await at('missing')).toMatchObject({ tone: 'bad', text: 'Not connected' })
    expect(await at('unknown')).toMatchObject({ tone: 'neutral', text: 'Not told' })
  })

  it("passes on Meta's reasons why nothing goes out", async () => {
    const can_send_errors = [{ entity: 'WABA', code: 141006, description: 'No payment method.', solution: 'Add one.' }]
    const { panel } = await show(Health, {
      answers: answers({ ...healthy, can_send_message: 'BLOCKED', can_send_errors }),
    })
    expect(badge(panel, 'Can send messages')).toMatchObject({ tone: 'bad', text: 'Blocked' })
    expect(badge(panel, 'Can send messages').item).toContain('No payment method. Add one.')
  })

  it('shows the PIN to administrators who ask for it, and to nobody else', async () => {
    const pin = { 'GET /inboxes/12/whatsapp/pin': { body: { pin: '012345' } } }
    const inbox = { ...gulf, has_pin: true }
    const { panel, words, settle } = await show(Health, { answers: { ...answers(), ...pin }, inbox })
    expect(words()).not.toContain('012345')
    button(panel, 'Show the PIN').click()
    await settle()
    expect(all(panel, 'cb-copy-field')[0]).toMatchObject({ value: '012345' })
    await expectAccessible()
    const agent = await show(Health, { answers: { ...answers(), ...pin }, inbox, role: 'agent' })
    expect(agent.words()).not.toContain('PIN')
  })
})

describe('reading it', () => {
  it('shows places while it is read, and what failed with a way to try again', async () => {
    let isDown = true
    const { panel, words, settle, calls } = await show(Health, {
      answers: {
        ...answers(),
        [health]: () =>
          isDown
            ? { status: 422, body: { error: 'WhatsApp API request failed: 503 - 2 Service unavailable' } }
            : { body: healthy },
      },
    })
    expect(words()).toContain('Meta’s values could not be read')
    expect(words()).toContain('503 - 2 Service unavailable')
    await expectAccessible()
    isDown = false
    button(panel, 'Try again').click()
    await settle()
    expect(badge(panel, 'Registration').text).toBe('Registered')
    expect(calls.at(-1)?.path).toBeTruthy()
  })

  it('keeps what was known when Meta stops answering, and says that it is old', async () => {
    let isDown = false
    const { panel, words, settle, tell } = await show(Health, {
      answers: {
        ...answers(),
        [health]: () => (isDown ? { status: 422, body: { error: 'no answer' } } : { body: healthy }),
      },
    })
    isDown = true
    tell('inbox.updated', { id: 12 })
    await settle()
    expect(words()).toContain('Last known. Meta’s values cannot be read now')
    expect(badge(panel, 'Registration').text).toBe('Registered')
  })

  it("shows the server's last known answer when it is asked for the first time", async () => {
    const last = { ...healthy, stale: true }
    const { panel, words } = await show(Health, {
      answers: { ...answers(), [health]: { status: 422, body: { error: 'no answer', last } } },
    })
    expect(words()).toContain('Last known. Meta’s values cannot be read now')
    expect(badge(panel, 'Registration').text).toBe('Registered')
  })

  it('reads again when the inbox changes, and asks Meta anew when somebody presses "Check again"', async () => {
    let state: unknown = waiting
    const { panel, words, settle, tell, calls } = await show(Health, {
      answers: { ...answers(), [onboarding]: () => ({ body: state }) },
    })
    expect(words()).toContain('Waiting for the name review')
    state = live
    tell('inbox.updated', { id: 12 })
    await settle()
    expect(words()).toContain('Receives messages')
    button(panel, 'Check again').click()
    await settle()
    expect(calls.some(({ path }) => path === '/inboxes/12/health?fresh=true')).toBe(true)
  })

  it('asks Meta once more when the number went a step further meanwhile', async () => {
    let state: unknown = { ...waiting, since: hoursFromNow(-1) }
    let isLive = false
    const { panel, settle, tell, calls } = await show(Health, {
      answers: {
        ...answers(),
        [health]: () => ({ body: isLive ? { ...healthy, fetched_at: hoursFromNow(1) } : pendingHealth }),
        [onboarding]: () => ({ body: state }),
      },
    })
    state = { ...live, since: hoursFromNow(0) }
    tell('inbox.updated', { id: 12 })
    await settle()
    expect(badge(panel, 'Registration').text).toBe('Not registered')
    isLive = true
    await expect.poll(() => badge(panel, 'Registration').text, { timeout: 8_000 }).toBe('Registered')
    expect(calls.filter(({ path }) => path === '/inboxes/12/health?fresh=true')).toHaveLength(2)
  })

  it('leaves an answer alone that a later one overtook', async () => {
    const waitingAnswers: ((body: unknown) => void)[] = []
    const shown = show(Health, {
      answers: {
        ...answers(),
        [onboarding]: () => new Promise((resolve) => waitingAnswers.push((body) => resolve({ body }))),
      },
    })
    await expect.poll(() => waitingAnswers.length).toBe(1)
    const panel = document.querySelector('main')?.firstElementChild as InstanceType<typeof Health>
    document.dispatchEvent(new Event('visibilitychange'))
    await expect.poll(() => waitingAnswers.length).toBe(2)
    waitingAnswers[1]?.(live)
    waitingAnswers[0]?.(waiting)
    const { words } = await shown
    expect(words()).toContain('Receives messages')
    expect(panel.isConnected).toBe(true)
  })

  it('says that there is nothing yet', async () => {
    const { words } = await show(Health, { answers: answers(null, asking('register')) })
    expect(words()).toContain('No health data yet')
  })
})

describe('the way to being live', () => {
  it("shows each attempt with who asked, Meta's words with their code, the budget and the next check", async () => {
    const { panel, words, settle } = await show(Health, {
      answers: answers(pendingHealth, {
        ...waiting,
        attempts: waiting.attempts.map((one, index) => (index === 3 ? { ...one, by: 2 } : one)),
      }),
    })
    expect(words()).toContain('Registration tried 6 times')
    expect(words()).toContain('code 100 / 2388001')
    expect(words()).toContain('Cannot create certificate. Your display name')
    expect(words()).toContain('Tomasz Wiśniewski, refused')
    expect(words()).toContain('3 of 10 in 72 hours')
    expect(words()).toMatch(/Next check today at [\d:]+, in 3\d minutes|Next check tomorrow at [\d:]+, in 3\d minutes/)
    expect(all(panel, 'i.used')).toHaveLength(3)
    const open = button(panel, '3 earlier attempts')
    open.focus()
    await userEvent.keyboard('{Enter}')
    await settle()
    expect(words().match(/refused/g)?.length).toBeGreaterThanOrEqual(6)
  })

  it('calls a first refusal normal while the name is in review', async () => {
    const { words } = await show(Health, { answers: answers(pendingHealth, firstRefusal) })
    expect(words()).toContain('First registration refused')
    expect(words()).toContain('Normal while the name is in review.')
  })

  it('links into Temporal for administrators only', async () => {
    const administrator = await show(Health, { answers: answers(pendingHealth, waiting) })
    expect(administrator.words()).toContain('Open process in Temporal')
    const agent = await show(Health, { answers: answers(pendingHealth, waiting), role: 'agent' })
    expect(agent.words()).not.toContain('Temporal')
    await expectAccessible()
  })

  it('says that it is the last known state while Temporal is away', async () => {
    const { words } = await show(Health, { answers: answers(pendingHealth, { ...waiting, stale: true }) })
    expect(words()).toContain('does not answer. It goes on by itself')
  })

  it.each([
    'reauthorize',
    'display_name',
    'verify_number',
    'pin',
    'webhook',
    'policy',
    'payment',
    'on_premise',
    'register',
    'SOMETHING_NEW',
  ])('says what people have to do: %s', async (reason) => {
    const { words } = await show(Health, { answers: answers(pendingHealth, asking(reason)) })
    expect(words()).toContain('Follows once the open step is done.')
  })

  it.each([
    'exchanging',
    'awaiting_number',
    'subscribing',
    'verifying',
    'registering',
    'confirming',
    'activating',
    'cooldown',
    'stalled',
    'none',
    'cancelled',
    'A_STATE_OF_TOMORROW',
  ])('knows the state %s, or shows it as it is', async (state) => {
    for (const locale of ['en', 'es']) {
      const { words } = await show(Health, {
        answers: answers(pendingHealth, { ...waiting, state, attempts: [] }),
        locale,
      })
      expect(words()).not.toContain('timeline.')
    }
  })

  it('gives the reason why it was given up', async () => {
    const { words } = await show(Health, {
      answers: answers(pendingHealth, {
        ...waiting,
        state: 'failed',
        reason: 'provisioning_timeout',
        next_check_at: null,
      }),
    })
    expect(words()).toContain('within 30 days')
  })
})

it('lets an administrator begin with a number that nothing leads and that is not registered', async () => {
  const registration = { 'POST /inboxes/12/whatsapp/registration': { status: 202, body: { state: 'queued' } } }
  const none = { ...waiting, state: 'none', attempts: [], history: [] }
  const { panel, settle, calls, toasts } = await show(Health, {
    answers: { ...answers(pendingHealth, none), ...registration },
  })
  button(panel, 'Complete registration').click()
  await settle()
  expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1)
  expect(toasts[0]?.title).toContain('Your wish is kept.')
  const works = await show(Health, { answers: answers(healthy, none) })
  expect(works.words()).not.toContain('Complete registration')
})

describe('the last 90 days', () => {
  it('stand as two step lines and as a table', async () => {
    const { panel, words } = await show(Health, { answers: answers({ ...healthy, trend: snapshots() }) })
    expect(
      all<SVGPathElement>(panel, 'path.steps').map((path) => (path.getAttribute('d') ?? '').includes('H')),
    ).toEqual([true, true])
    expect(words()).toContain('now: 10,000 customers a day')
    expect(all(panel, 'tbody tr').length).toBe(6)
  })

  it('leave out what is older, and say when there is nothing', async () => {
    const old = [{ at: hoursFromNow(-24 * 100), quality_rating: 'RED', messaging_limit_tier: 'TIER_50' }]
    const { words } = await show(Health, { answers: answers({ ...healthy, trend: old }) })
    expect(words()).toContain('Nothing was recorded yet')
  })
})

it('offers to show a new name that was approved, which takes one registration', async () => {
  const { panel, settle, calls, toasts } = await show(Health, {
    answers: {
      ...answers({ ...healthy, new_name_status: 'APPROVED' }),
      'POST /inboxes/12/whatsapp/registration': {
        body: { state: 'active', registered: true, next_check_at: null, error: null },
      },
    },
  })
  button(panel, 'Show the new name').click()
  await settle()
  expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1)
  expect(toasts).toEqual([{ tone: 'good', title: 'The number is registered.' }])
})
