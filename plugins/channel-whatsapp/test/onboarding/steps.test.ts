import type { ChannelRecord } from '@cordboard/plugin-sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { disconnect } from '../../server/onboarding/disconnect.ts'
import { pendingHealth } from '../../simulator/number.ts'
import { startCallback } from '../support/callback.ts'
import { juniper } from '../support/juniper.ts'
import { createSteps, type Steps } from '../support/steps.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let steps: Steps
let callback: Awaited<ReturnType<typeof startCallback>>

beforeAll(async () => {
  callback = await startCallback('let-me-in')
})
afterAll(() => callback.stop())
beforeEach(async () => {
  world = await startWorld()
  world.channel.settings = { ...world.channel.settings, source: 'embedded_signup', token_expires_at: null }
  world.simulator.tokens.add(juniper.token, { appId: '1234567890' })
  steps = createSteps(world, callback.url)
  return () => {
    expect(world.simulator.takeProblems()).toEqual([])
    return world.simulator.stop()
  }
})

const account = () => world.simulator.account(juniper.businessAccountId)
const calls = (method: string, edge: string) =>
  world.simulator.calls.filter((call) => call.method === method && call.path.endsWith(edge))
const secrets = () => [...Object.values(world.channel.secrets), 'let-me-in'].filter((secret) => secret.length > 3)

describe('a look at the number', () => {
  it('says what the table needs, and no secret', async () => {
    const facts = await steps.observe()
    expect(facts).toMatchObject({
      mode: 'signup',
      phoneNumberId: juniper.phoneNumberId,
      number: {
        platform_type: 'CLOUD_API',
        throughput: 'STANDARD',
        status: 'CONNECTED',
        can_send_message: 'AVAILABLE',
      },
      webhook: 'missing',
      tokenExpiresAt: null,
      pinEntered: false,
    })
    for (const secret of secrets()) expect(JSON.stringify(facts)).not.toContain(secret)
  })

  it('goes without what only the second request knows', async () => {
    world.number.script.next(
      'phone',
      {},
      { error: { code: 100, message: 'Tried accessing nonexisting field (status)' } },
    )
    const facts = await steps.observe()
    expect([facts.number?.platform_type, facts.number?.status]).toContain('CLOUD_API')
  })

  it('keeps words nobody knows, and takes missing ones for missing', async () => {
    world.number.shows({ name_status: 'DREAMED', platform_type: undefined, throughput: undefined })
    expect(await steps.observe()).toMatchObject({
      number: { name_status: 'DREAMED', platform_type: null, throughput: null },
    })
    expect(world.simulator.takeProblems()).toHaveLength(1)
  })

  it.each([
    ['a page of HTML', { body: '<html>EAAtesttoken0123456789abcdef</html>', status: 200 }],
    ['a list', { body: '[1]', status: 200 }],
    ['nothing', { body: '', status: 200 }],
  ])('that is answered with %s fails with the text, secrets cut out', async (_, answer) => {
    world.number.script.next('phone', answer, answer)
    await expect(steps.observe()).rejects.toMatchObject({ problem: { kind: 'unreadable' } })
    world.number.script.next('phone', answer, answer)
    const problem = await steps.observe().catch((error) => error.problem)
    expect(problem.message).toMatch(/makes no sense/)
    expect(problem.message).not.toContain(juniper.token)
    if (answer.body.includes('html')) expect(problem.message).toContain('<html>')
  })

  it.each([
    ['an enum that is an object', { platform_type: { a: 1 } }],
    ['a throughput that is a word', { throughput: 'NOT_APPLICABLE' }],
    ['a level that is a number', { throughput: { level: 7 } }],
  ])('that tells %s is a failed one', async (_, fields) => {
    world.number.shows(fields)
    await expect(steps.observe()).rejects.toMatchObject({ problem: { kind: 'unreadable' }, retry: false })
  })

  it('that is answered for another number is a failed one', async () => {
    const body = JSON.stringify({ id: '999', platform_type: 'CLOUD_API', throughput: { level: 'STANDARD' } })
    world.number.script.next('phone', { body, status: 200 }, { body, status: 200 })
    await expect(steps.observe()).rejects.toMatchObject({ problem: { kind: 'unreadable' } })
  })

  it.each([
    [{ code: 190, message: 'Session has expired' }, 401, 'credentials'],
    [{ code: 10, message: 'Permission' }, 403, 'credentials'],
    [{ code: 2, message: 'Service temporarily unavailable' }, 500, 'temporary'],
    [{ code: 80007, message: 'Rate limit' }, 400, 'temporary'],
    [{ code: 100, message: 'Unsupported get request', subcode: 33 }, 400, 'refused'],
  ])('tells %o apart', async (error, status, kind) => {
    world.number.script.next('phone', { error, status }, { error, status })
    await expect(steps.observe()).rejects.toMatchObject({
      problem: { kind, code: error.code },
      retry: kind === 'temporary',
    })
    expect(steps.flags).toEqual(kind === 'credentials' ? [true] : [])
  })

  it('that nobody answers is tried again', async () => {
    world.number.script.next('phone', { drop: 'before' }, { drop: 'before' })
    await expect(steps.observe()).rejects.toMatchObject({ problem: { kind: 'temporary' }, retry: true })
  })

  it('learns once when the token ends', async () => {
    const expiresAt = Math.round(Date.now() / 1000) * 1000 + 86_400_000
    delete world.channel.settings.token_expires_at
    world.simulator.tokens.add(juniper.token, { expiresAt })
    // The simulator of this world has no app: what cannot be asked is not known.
    expect((await steps.observe()).tokenExpiresAt).toBeNull()
    world.channel.settings.token_expires_at = expiresAt
    expect((await steps.observe()).tokenExpiresAt).toBe(expiresAt)
  })

  it('finds the number that an account got meanwhile, unless another inbox has it', async () => {
    world.channel.identity = `waba:${juniper.businessAccountId}`
    world.channel.settings = { business_account_id: juniper.businessAccountId, source: 'embedded_signup' }
    const found = { id: juniper.phoneNumberId, display_phone_number: juniper.displayPhoneNumber }
    expect(await steps.observe()).toMatchObject({ number: null, phoneNumberId: null, found })
    const taken = { ...world.channel, inboxId: 8, settings: { phone_number_id: juniper.phoneNumberId } }
    expect(await createSteps(world, callback.url, [taken]).observe()).toMatchObject({ found: null })
    await steps.act('adoptNumber', { id: juniper.phoneNumberId })
    expect(world.channel).toMatchObject({
      identity: '+15550104477',
      settings: { phone_number_id: juniper.phoneNumberId },
    })
    expect(await steps.observe()).toMatchObject({ number: { verified_name: 'Juniper Bikes' }, found: null })
  })
})

describe('telling the provider where messages go', () => {
  it('happens once, and is then seen', async () => {
    expect(await steps.act('subscribe')).toMatchObject({ changed: true })
    expect(account().subscriptions).toMatchObject([{ overrideUrl: `${callback.url}/webhooks/whatsapp/+15550104477` }])
    expect(callback.asked).toContain('/webhooks/whatsapp/+15550104477')
    expect((await steps.observe()).webhook).toBe('ours')
    expect(await steps.act('subscribe')).toMatchObject({ changed: false })
    expect(calls('POST', '/subscribed_apps')).toHaveLength(1)
  })

  it('is left alone where another number of ours did it', async () => {
    account().subscriptions.push({
      appId: '1234567890',
      appName: 'Cordboard',
      overrideUrl: `${callback.url}/webhooks/whatsapp/+1999`,
    })
    expect(await steps.act('subscribe')).toMatchObject({ changed: false })
  })

  it('takes messages back that go elsewhere, an address of the number’s own included', async () => {
    account().subscriptions.push({
      appId: '1234567890',
      appName: 'Cordboard',
      overrideUrl: 'https://other.example/hook',
    })
    world.number.overrideUrl = 'https://other.example/own'
    expect((await steps.observe()).webhook).toBe('other')
    await steps.act('subscribe')
    expect(world.number.overrideUrl).toBe(`${callback.url}/webhooks/whatsapp/+15550104477`)
    expect((await steps.observe()).webhook).toBe('ours')
  })

  it('an app that is not ours does not count', async () => {
    account().subscriptions.push({
      appId: '777',
      appName: 'Another',
      overrideUrl: `${callback.url}/webhooks/whatsapp/+1`,
    })
    expect((await steps.observe()).webhook).toBe('missing')
  })

  it('fails in the provider’s words; administrators hear of the third time, once, and of its end', async () => {
    world.channel.secrets.webhook_verify_token = 'something else'
    for (const failures of [0, 1, 2, 3])
      await expect(steps.act('subscribe', { failures })).rejects.toMatchObject({
        problem: { kind: 'refused', code: 2200 },
      })
    expect(new Set(steps.raised.map(({ key }) => key)).size).toBe(1)
    expect(steps.raised[0]).toMatchObject({ severity: 'warning', message: 'notice.webhook' })
    world.channel.secrets.webhook_verify_token = 'let-me-in'
    await steps.act('subscribe')
    expect(steps.settled).toEqual([steps.raised[0]?.key])
  })

  it('is not insisted on where a business’s own token may not do it', async () => {
    world.channel.settings.source = undefined
    account().script.next('subscribe', { error: { code: 200, message: 'Permissions error' }, status: 403 })
    expect(await steps.act('subscribe')).toMatchObject({ subscribed: false, permitted: false })
  })
})

describe('registering', () => {
  beforeEach(() => world.number.shows(pendingHealth))

  it('keeps the PIN before the call, and makes the number live', async () => {
    world.number.shows({ name_status: 'APPROVED' })
    await steps.act('register')
    const { verification_pin: pin } = world.channel.secrets
    expect(pin).toMatch(/^\d{6}$/)
    expect(world.number.registration.manners.pin).toBe(pin)
    expect((await steps.observe()).number).toMatchObject({ platform_type: 'CLOUD_API', throughput: 'STANDARD' })
  })

  it('that loses its answer loses neither the PIN nor the count', async () => {
    world.number.shows({ name_status: 'APPROVED' })
    world.number.script.next('register', { drop: 'after' })
    await expect(steps.act('register')).rejects.toMatchObject({ problem: { kind: 'unanswered' }, retry: false })
    expect(world.channel.secrets.verification_pin).toBe(world.number.registration.manners.pin)
    expect((await steps.observe()).registerCalls.at).toHaveLength(1)
  })

  it.each([
    ['no JSON', { body: 'OK', status: 200 }],
    ['success that is none', { body: '{"success":"perhaps"}', status: 200 }],
  ])('that is answered with %s has an unknown outcome', async (_, answer) => {
    world.number.script.next('register', answer)
    await expect(steps.act('register')).rejects.toMatchObject({ problem: { kind: 'unanswered' } })
  })

  it('under a name in review is refused with both codes', async () => {
    await expect(steps.act('register')).rejects.toMatchObject({
      problem: { kind: 'refused', code: 100, subcode: 2388001, message: expect.stringContaining('display name') },
    })
  })

  it('with the PIN that an administrator entered, zero in front', async () => {
    world.number.shows({ name_status: 'APPROVED' })
    world.number.registration.manners.pin = '012345'
    await expect(steps.act('register')).rejects.toMatchObject({ problem: { code: 133005 } })
    expect(world.channel.secrets.verification_pin).toBe('')
    world.channel.secrets.pin_entered = '012345'
    expect((await steps.observe()).pinEntered).toBe(true)
    await steps.act('register')
    expect(world.channel.secrets).toMatchObject({ verification_pin: '012345', pin_entered: '' })
    expect(calls('POST', '/register').at(-1)?.body).toEqual({ messaging_product: 'whatsapp', pin: '012345' })
  })

  it('with a wrong PIN forgets it, and never repeats it to anybody', async () => {
    world.number.shows({ name_status: 'APPROVED' })
    world.number.registration.manners.pin = '111111'
    world.channel.secrets.pin_entered = '222222'
    world.number.script.next('register', { error: { code: 133005, message: 'PIN 222222 does not match' } })
    const problem = await steps.act('register').catch((error) => error.problem)
    expect(problem.message).not.toContain('222222')
    expect(world.channel.secrets.pin_entered).toBe('')
  })

  it('counts with the provider, which locks at the eleventh call', async () => {
    for (let call = 0; call < 10; call++)
      await expect(steps.act('register')).rejects.toMatchObject({ problem: { subcode: 2388001 } })
    await expect(steps.act('register')).rejects.toMatchObject({ problem: { code: 133016 } })
    const { registerCalls } = await steps.observe()
    expect(registerCalls.at).toHaveLength(11)
    expect(registerCalls.blockedAt).toBeGreaterThan(0)
  })

  it.each([
    ['Wait 3600 seconds', 3_600_000],
    ['Try again in 12 hours', 12 * 3_600_000],
  ])('after too many guesses says until when (%s)', async (details, milliseconds) => {
    world.number.script.next('register', { error: { code: 133008, message: 'Too many PIN guesses', details } })
    const before = Date.now()
    const problem = await steps.act('register').catch((error) => error.problem)
    expect(problem.retryAt).toBeGreaterThanOrEqual(before + milliseconds)
    expect(problem.retryAt).toBeLessThan(before + milliseconds + 10_000)
  })

  it('goes on after an unfinished deregistration', async () => {
    expect(await steps.act('deregister')).toEqual({ deregistered: true })
    expect((await steps.observe()).registerCalls.at).toHaveLength(1)
  })

  it('shared with the phone application was never asked for by a look', async () => {
    world.number.shows({ is_on_biz_app: true })
    await steps.observe()
    expect(calls('POST', '/register')).toEqual([])
  })
})

describe('switching on', () => {
  it('takes the flag away, reads templates, and keeps the PIN that proved right', async () => {
    world.channel.settings.reauthorization_required = true
    world.channel.secrets.pin_entered = '000001'
    expect(await steps.act('activate')).toEqual({ active: true })
    expect(steps.flags).toEqual([false])
    expect(steps.jobs).toEqual(['syncTemplates'])
    expect(world.channel.secrets).toMatchObject({ verification_pin: '000001', pin_entered: '' })
  })

  it('refuses what the table does not know', async () => {
    await expect(steps.act('constructor')).rejects.toMatchObject({ problem: { kind: 'refused' } })
  })
})

describe('an inbox that goes', () => {
  const sibling = (): ChannelRecord => ({ ...world.channel, inboxId: 8, identity: '+15550104488' })

  it('takes its subscription back', async () => {
    await steps.act('subscribe')
    await disconnect(7, steps.parts)
    expect(account().subscriptions).toEqual([])
  })

  it('leaves it while another number of the account lives by it, and where it was set up by hand', async () => {
    await steps.act('subscribe')
    await disconnect(7, createSteps(world, callback.url, [sibling()]).parts)
    expect(account().subscriptions).toHaveLength(1)
    world.channel.settings.source = undefined
    await disconnect(7, steps.parts)
    expect(account().subscriptions).toHaveLength(1)
  })

  it('goes even if the provider refuses', async () => {
    account().script.next('unsubscribe', { error: { code: 190, message: 'dead' }, status: 401 })
    await disconnect(7, steps.parts)
    expect(steps.warnings).toHaveLength(1)
  })
})
