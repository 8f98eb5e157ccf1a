import { join } from 'node:path'
import { type World, world } from '@cordboard/plugin-sdk/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type NumberProfile, pendingHealth, type SimulatedNumber } from '../../simulator/number.ts'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { juniper } from '../support/juniper.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const app = { id: '1234567890123456', secret: 'app-secret-0123456789abcdef' }
let count = 0

/** A whole Cordboard with its worker on a real Temporal server, and the simulator at the other side. */
async function start(pace: number) {
  const simulator = await startSimulator({ app })
  const here = await world({
    plugin: join(import.meta.dirname, '../..'),
    processes: { pace },
    environment: {
      WHATSAPP_CLOUD_BASE_URL: simulator.url,
      WHATSAPP_APP_ID: app.id,
      WHATSAPP_APP_SECRET: app.secret,
      WHATSAPP_CONFIGURATION_ID: '987654321098765',
    },
  })
  simulator.coreUrl = here.url
  return { simulator, here, pace }
}

/** One number's life, seen from both sides. */
function createLife({ simulator, here, pace }: { simulator: Simulator; here: World; pace: number }) {
  const ofNumber = (number: SimulatedNumber, method: string, edge: string) =>
    simulator.calls.filter(
      (call) => call.method === method && call.path.includes(number.profile.phoneNumberId) && call.path.endsWith(edge),
    )
  const onboarding = async (id: number) => (await here.api('GET', `/inboxes/${id}/whatsapp/onboarding`)).body
  return {
    simulator,
    here,
    newNumber(health: Record<string, unknown> = pendingHealth, profile: Partial<NumberProfile> = {}): SimulatedNumber {
      count++
      const number = simulator.addNumber({
        ...juniper,
        phoneNumberId: `10654035224${1000 + count}`,
        businessAccountId: `10229012934${1000 + count}`,
        displayPhoneNumber: `+1 555-010-${1000 + count}`,
        verifiedName: `Juniper ${count}`,
        token: `EAAbyhand${1000 + count}`,
        health: { ...health },
        ...profile,
      })
      number.registration.manners.pace = pace
      return number
    },
    async signUp({ profile }: SimulatedNumber, more: Record<string, unknown> = {}): Promise<number> {
      const answer = await here.api('POST', '/whatsapp/authorization', {
        code: simulator.signup.code(profile.businessAccountId),
        business_id: '2729063490586005',
        waba_id: profile.businessAccountId,
        phone_number_id: profile.phoneNumberId,
        ...more,
      })
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
      return answer.body.id
    },
    onboarding,
    reaches: (id: number, state: string, reason: string | null = null) =>
      here.until(
        async () => {
          const found = await onboarding(id)
          if (found.state === state && (found.reason ?? null) === reason) return found
          throw new Error(`it is ${found.state}, ${found.reason}: ${found.details}`)
        },
        { within: 60_000 },
      ),
    registered: (number: SimulatedNumber) => ofNumber(number, 'POST', '/register').length,
    subscribed: ({ profile }: SimulatedNumber) =>
      simulator.calls.filter(
        ({ method, path }) => method === 'POST' && path.endsWith(`${profile.businessAccountId}/subscribed_apps`),
      ).length,
    complete: (id: number, body: object = {}) => here.api('POST', `/inboxes/${id}/whatsapp/registration`, body),
    // biome-ignore lint/suspicious/noExplicitAny: as the API answers
    notices: async (id: number): Promise<any[]> =>
      (await here.api('GET', '/notices')).body.payload.filter(({ inbox_id }: { inbox_id: number }) => inbox_id === id),
  }
}

type Life = ReturnType<typeof createLife>

describe('a number at sign-up', () => {
  let life: Life

  beforeAll(async () => {
    life = createLife(await start(600))
  })
  afterAll(async () => {
    await life?.here.stop()
    await life?.simulator.stop()
  })

  it('1: that is ready is subscribed once and never registered', async () => {
    const number = life.newNumber({})
    const id = await life.signUp(number)
    await life.reaches(id, 'active')
    expect([life.registered(number), life.subscribed(number)]).toEqual([0, 1])
    expect(life.simulator.account(number.profile.businessAccountId).subscriptions).toMatchObject([
      { appId: app.id, overrideUrl: `${life.here.url}/webhooks/whatsapp/+${number.digits}` },
    ])
    expect(await life.notices(id)).toEqual([])
  })

  it('2: whose name is in review goes live by its approval, after exactly one more call', async () => {
    const number = life.newNumber()
    const id = await life.signUp(number)
    expect(await life.reaches(id, 'awaiting_provisioning')).toMatchObject({
      attempts: [{ by: 'automatic', code: 100, subcode: 2388001, outcome: 'refused' }],
      attempts_left_72h: 9,
      webhook: 'ours',
    })
    expect(await life.simulator.meta.approvesName(number)).toBe(200)
    expect((await life.reaches(id, 'active')).attempts ?? []).toBeDefined()
    expect(life.registered(number)).toBe(2)
  })

  it('2: whose first try succeeds under a name in review is live at once', async () => {
    const number = life.newNumber()
    number.registration.manners.needsApprovedName = false
    await life.reaches(await life.signUp(number), 'active')
    expect(life.registered(number)).toBe(1)
  })

  it('4: whose name is declined asks for another, and goes on', async () => {
    const number = life.newNumber()
    const id = await life.signUp(number)
    await life.reaches(id, 'awaiting_provisioning')
    await life.simulator.meta.declinesName(number)
    await life.reaches(id, 'action_required', 'display_name')
    expect(await life.here.until(async () => (await life.notices(id))[0])).toMatchObject({
      title: 'Meta refused the display name',
    })
    number.shows({ name_status: 'PENDING_REVIEW' })
    const signal = { signal: 'display_name_updated' }
    expect((await life.here.api('POST', `/inboxes/${id}/whatsapp/onboarding/signal`, signal)).status).toBe(202)
    await life.reaches(id, 'awaiting_provisioning')
    await life.simulator.meta.approvesName(number)
    await life.reaches(id, 'active')
    expect(life.registered(number)).toBe(2)
  })

  it('6: that waits while the worker is started again is registered no second time', async () => {
    const number = life.newNumber()
    const id = await life.signUp(number)
    await life.reaches(id, 'awaiting_provisioning')
    await life.here.processes.stop()
    await life.here.processes.start()
    await life.reaches(id, 'awaiting_provisioning')
    expect(life.registered(number)).toBe(1)
    await life.simulator.meta.approvesName(number)
    await life.reaches(id, 'active')
    expect(life.registered(number)).toBe(2)
  })

  it('7: whose registration got no answer is settled by a look, and keeps its PIN', async () => {
    const number = life.newNumber({ ...pendingHealth, name_status: 'APPROVED' })
    number.script.next('register', { drop: 'after' })
    const id = await life.signUp(number)
    await life.reaches(id, 'active')
    expect(life.registered(number)).toBe(1)
    expect((await life.here.api('GET', `/inboxes/${id}/whatsapp/pin`)).body.pin).toBe(number.registration.manners.pin)
  })

  it('8: that WhatsApp locked is not registered at anybody’s wish, who hears until when', async () => {
    const number = life.newNumber({ ...pendingHealth, name_status: 'APPROVED' })
    number.script.next('register', { error: { code: 133016, message: 'Too many attempts' } })
    const id = await life.signUp(number)
    expect(await life.reaches(id, 'cooldown')).toMatchObject({ attempts_left_72h: 0 })
    const answer = await life.complete(id)
    expect(answer).toMatchObject({ status: 429, body: { code: 'cooldown', error: expect.stringMatching(/locked/) } })
    expect(Date.parse(answer.body.next_allowed_at)).toBeGreaterThan(Date.now())
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(life.registered(number)).toBe(1)
  })

  it('9: that has a PIN gets the one an administrator enters, zero in front', async () => {
    const number = life.newNumber({ ...pendingHealth, name_status: 'APPROVED' })
    number.registration.manners.pin = '012345'
    const id = await life.signUp(number)
    await life.reaches(id, 'action_required', 'pin')
    expect(await life.complete(id)).toMatchObject({
      status: 200,
      body: { state: 'action_required', reason: 'pin', registered: false },
    })
    expect(life.registered(number)).toBe(1)
    expect(await life.complete(id, { pin: '012345' })).toMatchObject({
      status: 200,
      body: { registered: true, error: null },
    })
    await life.reaches(id, 'active')
    expect(life.registered(number)).toBe(2)
  })

  it('10: whose token is withdrawn asks to connect again, and the same process goes on', async () => {
    const number = life.newNumber()
    const id = await life.signUp(number)
    const { workflow_id } = await life.reaches(id, 'awaiting_provisioning')
    life.simulator.meta.revokes(number)
    expect(await life.complete(id)).toMatchObject({
      status: 200,
      body: { reason: 'reauthorize', registered: false, error: { code: 190 } },
    })
    expect((await life.here.api('GET', `/inboxes/${id}`)).body.reauthorization_required).toBe(true)
    number.shows({ name_status: 'APPROVED' })
    expect(await life.signUp(number, { inbox_id: id })).toBe(id)
    await life.reaches(id, 'active')
    expect((await life.here.api('GET', `/inboxes/${id}`)).body.reauthorization_required).toBe(false)
    const runs = await listRuns(life.here, workflow_id)
    expect(runs).toBe(1)
  })

  it('11: whose inbox is deleted while it waits ends, and leaves its sibling’s messages alone', async () => {
    const number = life.newNumber()
    const sibling = life.newNumber({}, { businessAccountId: number.profile.businessAccountId })
    const [id, other] = [await life.signUp(number), await life.signUp(sibling)]
    await life.reaches(other, 'active')
    const { workflow_id } = await life.reaches(id, 'awaiting_provisioning')
    await life.here.api('DELETE', `/inboxes/${id}`)
    await life.here.until(
      async () =>
        (await life.here.processes.client.workflow.getHandle(workflow_id).describe()).status.name !== 'RUNNING',
    )
    const { subscriptions } = life.simulator.account(number.profile.businessAccountId)
    expect(subscriptions).toHaveLength(1)
    await life.here.api('DELETE', `/inboxes/${other}`)
    await life.here.until(() => subscriptions.length === 0)
  })

  it('12: that is shared with the phone application is never registered', async () => {
    const number = life.newNumber({ ...pendingHealth, is_on_biz_app: true })
    await life.reaches(await life.signUp(number), 'active')
    expect(life.registered(number)).toBe(0)
  })

  it('13: that two complete at once is registered by one call, and both get its answer', async () => {
    const number = life.newNumber()
    const id = await life.signUp(number)
    await life.reaches(id, 'awaiting_provisioning')
    number.shows({ name_status: 'APPROVED' })
    number.script.next('register', { delay: 500 })
    const answers = await Promise.all([life.complete(id), life.complete(id)])
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { registered: true, error: null } })
    expect(life.registered(number)).toBe(2)
  })

  it('14: that cannot be looked at is subscribed and never registered', async () => {
    const number = life.newNumber()
    number.script.next('phone', ...Array(300).fill({ error: { code: 2, message: 'Service unavailable' }, status: 500 }))
    const id = await life.signUp(number)
    await life.here.until(() => life.subscribed(number) === 1, { within: 60_000 })
    await life.reaches(id, 'verifying')
    expect(life.registered(number)).toBe(0)
  })

  it('that the provider rates lower tells administrators, and shows the trend', async () => {
    const number = life.newNumber({})
    const id = await life.signUp(number)
    await life.reaches(id, 'active')
    await life.simulator.meta.rates(number, 'YELLOW')
    await life.here.until(async () => (await life.notices(id)).some(({ title }) => /quality/.test(title)), {
      within: 60_000,
    })
    await life.here.until(async () => {
      const { points } = (await life.here.api('GET', `/inboxes/${id}/health/history`)).body
      return points.at(-1)?.quality_rating === 'YELLOW'
    })
  })

  it('whose plugin is switched off parks, and goes on where it was', async () => {
    const number = life.newNumber()
    const id = await life.signUp(number)
    const { workflow_id } = await life.reaches(id, 'awaiting_provisioning')
    await life.here.disable('channel-whatsapp')
    const parked = async () =>
      (
        await life.here.rows<{ parked: boolean }>(
          `select (progress ->> 'parked')::boolean as parked from channel_processes where inbox_id = $1`,
          [id],
        )
      )[0]?.parked
    await life.here.until(parked)
    await life.here.enable('channel-whatsapp')
    await life.here.until(async () => !(await parked()))
    expect(await life.reaches(id, 'awaiting_provisioning')).toMatchObject({ workflow_id })
    expect(life.registered(number)).toBe(1)
  })

  it('forged news changes nothing', async () => {
    const number = life.newNumber()
    const id = await life.signUp(number)
    await life.reaches(id, 'awaiting_provisioning')
    number.shows({ name_status: 'APPROVED' })
    const value = { display_phone_number: number.digits, decision: 'APPROVED' }
    const forged = {
      object: 'whatsapp_business_account',
      entry: [{ id: number.profile.businessAccountId, changes: [{ field: 'phone_number_name_update', value }] }],
    }
    const before = await life.here.rows('select 1 from process_outbox where inbox_id = $1', [id])
    for (const headers of [{}, { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }])
      expect((await life.here.receives('/webhooks/whatsapp', forged, headers as Record<string, string>)).status).toBe(
        401,
      )
    expect(await life.here.rows('select 1 from process_outbox where inbox_id = $1', [id])).toHaveLength(before.length)
  })

  it('keeps every secret out of every history', async () => {
    const secrets = await secretsIn(life)
    expect(secrets.length).toBeGreaterThan(10)
    let scanned = 0
    for await (const { workflowId, runId } of life.here.processes.client.workflow.list()) {
      const text = await historyOf(life.here, workflowId, runId)
      expect(text.length).toBeGreaterThan(1_000)
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
      scanned++
    }
    expect(scanned).toBeGreaterThan(10)
  })
})

describe('a number that takes its time', () => {
  let life: Life

  beforeAll(async () => {
    life = createLife(await start(100_000))
  })
  afterAll(async () => {
    await life?.here.stop()
    await life?.simulator.stop()
  })

  it('3: is tried once a day, and live when the fourth try succeeds', async () => {
    const number = life.newNumber()
    const refused = { error: { code: 100, subcode: 2388001, message: 'Cannot Create Certificate' } }
    number.registration.manners.needsApprovedName = false
    number.script.next('register', refused, refused, refused)
    await life.reaches(await life.signUp(number), 'active')
    expect(life.registered(number)).toBe(4)
  })

  it('5: stalls after seven days, tells so once, and is solved on the ninth', async () => {
    const number = life.newNumber()
    const id = await life.signUp(number)
    const { first_pending_at } = await life.here.until(
      async () => {
        const found = await life.onboarding(id)
        return found.state === 'stalled' && found
      },
      { within: 60_000 },
    )
    const ninth = Date.parse(first_pending_at) + (9 * 86_400_000) / 100_000
    await life.here.until(() => Date.now() > ninth)
    await life.simulator.meta.approvesName(number)
    await life.reaches(id, 'active')
    const told = await life.here.rows(`select title from notices where inbox_id = $1 and title like '%7 days%'`, [id])
    expect(told).toHaveLength(1)
  })

  it('8: waits 72 hours after 133016, then goes on by itself', async () => {
    const number = life.newNumber({ ...pendingHealth, name_status: 'APPROVED' })
    number.script.next('register', { error: { code: 133016, message: 'Too many attempts' } })
    const id = await life.signUp(number)
    await life.here.until(() => life.registered(number) === 1)
    await life.reaches(id, 'active')
    const [first, second, ...more] = life.simulator.calls.filter(({ path }) =>
      path.endsWith(`${number.profile.phoneNumberId}/register`),
    )
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual((72 * 3_600_000) / 100_000)
    expect(more).toEqual([])
  })

  it('is given up after thirty days', async () => {
    const number = life.newNumber()
    number.webhooks.hold = true
    const id = await life.signUp(number)
    await life.reaches(id, 'failed', 'provisioning_timeout')
    expect(life.registered(number)).toBeLessThanOrEqual(31)
  })
})

async function listRuns(here: World, workflowId: string): Promise<number> {
  let runs = 0
  for await (const _ of here.processes.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs++
  return runs
}

async function historyOf({ processes }: World, workflowId: string, runId: string): Promise<string> {
  const history = await processes.client.workflow.getHandle(workflowId, runId).fetchHistory()
  return JSON.stringify(history, function (this: Record<string, unknown>, key, value) {
    const raw = this[key]
    return raw instanceof Uint8Array ? Buffer.from(raw).toString('utf8') : value
  })
}

/** Tokens, PINs and the app's own, as both sides know them. */
async function secretsIn({ simulator, here }: Life): Promise<string[]> {
  const { payload } = (await here.api('GET', '/inboxes')).body
  const mine = await Promise.all(
    payload.map(async ({ id, provider_config }: { id: number; provider_config: { webhook_verify_token?: string } }) => [
      provider_config.webhook_verify_token,
      (await here.api('GET', `/inboxes/${id}/whatsapp/pin`)).body.pin,
    ]),
  )
  const theirs = [
    app.secret,
    ...simulator.tokens.all().map(({ token }) => token),
    ...simulator.numbers.map(({ registration }) => registration.manners.pin),
  ]
  return [...mine.flat(), ...theirs].filter((secret) => typeof secret === 'string' && secret !== '')
}
