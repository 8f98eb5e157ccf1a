import { setTimeout as pause } from 'node:timers/promises'
import type { RecordedCall } from '../../plugins/channel-whatsapp/simulator/graph-server.ts'
import { type Simulator, startSimulator } from '../../plugins/channel-whatsapp/simulator/simulator.ts'
import { choosePlace, type Place, pidOf, readiness, type Start, startCordboard, until } from '../startup/cordboard.ts'
import { addNumbers, type DrillNumber, pin } from './numbers.ts'

/** Six minutes are sixty hours: a number that must wait for tomorrow waits 144 seconds. */
const pace = 600
const kills = 12
const betweenKills = 9_000
const settlingMilliseconds = 480_000
const app = { id: '900000000000001', secret: 'the secret of a drill' }
const administrator = { email: 'drill@cordboard.test', password: 'Drill-42-long-enough' }
const victims = ['temporal-worker', 'core', 'Temporal'] as const

/** Two hundred numbers go live while worker, core and Temporal are killed: none is registered twice, none is forgotten. */
export async function onboarding(): Promise<boolean> {
  const place = await choosePlace()
  const simulator = await startSimulator({ app, coreUrl: place.url, checks: false })
  const start: Start = startCordboard({
    ...place.environment,
    CORDBOARD_ADMIN_EMAIL: administrator.email,
    CORDBOARD_ADMIN_PASSWORD: administrator.password,
    CORDBOARD_PROCESS_PACE: String(pace),
    // A look every ten seconds for each of two hundred numbers, then every thirty.
    CORDBOARD_ONBOARDING_POLLS: '6x100m,300m',
    CORDBOARD_REGISTRY_URL: 'http://127.0.0.1:1',
    WHATSAPP_CLOUD_BASE_URL: simulator.url,
    WHATSAPP_APP_ID: app.id,
    WHATSAPP_APP_SECRET: app.secret,
    WHATSAPP_CONFIGURATION_ID: '1',
    WHATSAPP_WEBHOOK_VERIFY_TOKEN: 'drill',
  })
  try {
    await start.printed('Cordboard is ready')
    const api = await signIn(place)
    const numbers = addNumbers(simulator, pace)
    const harming = harm(place)
    const inboxes = await connectAll(numbers, simulator, api)
    await Promise.all([harming, playMeta(numbers, inboxes, simulator, api)])
    await isReady(place)
    const states = await settled(inboxes, api)
    return judge(numbers, states, simulator)
  } finally {
    start.process.kill('SIGTERM')
    await Promise.race([start.ended, pause(12_000)])
    await simulator.stop()
    await place.clear()
  }
}

const say = (line: string) => process.stdout.write(`${line}\n`)

const isReady = (place: Place) => until(async () => (await readiness(place))?.code === 200)

async function harm(place: Place): Promise<void> {
  for (let count = 0; count < kills; count += 1) {
    await pause(betweenKills * (0.5 + Math.random()))
    const victim = victims[count < victims.length ? count : Math.floor(Math.random() * victims.length)] ?? 'core'
    try {
      process.kill(pidOf(place, victim), 'SIGKILL')
      say(`killed ${victim}`)
    } catch {
      say(`${victim} was down already`)
    }
  }
}

type Api = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Record<string, unknown> }>

async function signIn(place: Place): Promise<Api> {
  const answer = await fetch(`${place.url}/auth/sign_in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(administrator),
  })
  const { data } = (await answer.json()) as { data: { access_token: string; account_id: number } }
  const base = `${place.url}/api/v1/accounts/${data.account_id}`
  return async (method, path, body) => {
    const response = await fetch(base + path, {
      method,
      headers: { api_access_token: data.access_token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(40_000),
    })
    return { status: response.status, body: (await response.json().catch(() => ({}))) as Record<string, unknown> }
  }
}

/** Somebody tries until it worked, as people do while a server is away. */
async function insist<Value>(attempt: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const value = await attempt().catch(() => undefined)
    if (value !== undefined) return value
    await pause(300)
  }
}

/** Signs every number up, some at a time; answers the inbox of each. */
async function connectAll(numbers: readonly DrillNumber[], simulator: Simulator, api: Api): Promise<number[]> {
  const inboxes: number[] = []
  let next = 0
  const one = async (): Promise<void> => {
    for (let index = next++; index < numbers.length; index = next++) {
      const { profile } = (numbers[index] as DrillNumber).number
      inboxes[index] = await insist(() => connect(profile, simulator, api))
    }
  }
  await Promise.all(Array.from({ length: 8 }, one))
  say(`${inboxes.length} numbers are signed up`)
  return inboxes
}

async function connect(
  { businessAccountId, phoneNumberId, displayPhoneNumber }: DrillNumber['number']['profile'],
  simulator: Simulator,
  api: Api,
): Promise<number | undefined> {
  const answer = await api('POST', '/whatsapp/authorization', {
    code: simulator.signup.code(businessAccountId),
    business_id: '1',
    waba_id: businessAccountId,
    phone_number_id: phoneNumberId,
  })
  if (answer.status === 200) return Number(answer.body.id)
  // The answer of an earlier try was lost on its way.
  const { payload } = (await api('GET', '/inboxes')).body as { payload?: { id: number; phone_number?: string }[] }
  return payload?.find(({ phone_number }) => phone_number === displayPhoneNumber.replace(/[^\d+]/g, ''))?.id
}

/** Names are approved, with and without a webhook, and the administrator enters the PINs. */
async function playMeta(
  numbers: readonly DrillNumber[],
  inboxes: readonly number[],
  simulator: Simulator,
  api: Api,
): Promise<void> {
  await Promise.all(
    numbers.map(async ({ kind, number }, index) => {
      await pause(Math.random() * kills * betweenKills)
      if (kind === 'reviewed') await simulator.meta.approvesName(number)
      if (kind === 'unannounced') number.shows({ name_status: 'APPROVED' })
      if (kind === 'pin') await insist(() => enterPin(inboxes[index] as number, api))
    }),
  )
  say('every name is approved and every PIN is entered')
}

/** As a person does who sees the banner: again while the process is not there yet or asks once more. */
async function enterPin(inboxId: number, api: Api): Promise<true | undefined> {
  const { body } = await api('GET', `/inboxes/${inboxId}/whatsapp/onboarding`)
  if (body.state === 'active') return true
  if (body.reason !== 'pin') return undefined
  const { status } = await api('POST', `/inboxes/${inboxId}/whatsapp/registration`, { pin })
  return status === 200 || status === 202 || undefined
}

async function settled(inboxes: readonly number[], api: Api): Promise<string[]> {
  const deadline = Date.now() + settlingMilliseconds
  const states: string[] = inboxes.map(() => 'unknown')
  for (;;) {
    for (const [index, inboxId] of inboxes.entries()) {
      if (states[index] === 'active') continue
      const answer = await api('GET', `/inboxes/${inboxId}/whatsapp/onboarding`).catch(() => undefined)
      const { state, reason } = answer?.body ?? {}
      states[index] = reason ? `${state}:${reason}` : String(state)
    }
    const waiting = states.filter((state) => state !== 'active')
    if (waiting.length === 0 || Date.now() > deadline) return states
    await pause(2_000)
  }
}

function judge(numbers: readonly DrillNumber[], states: readonly string[], simulator: Simulator): boolean {
  const histories = numbers.map(({ number }) => callsOf(number.profile.phoneNumberId, simulator.calls))
  const calls = histories.reduce((sum, history) => sum + history.filter(isRegistration).length, 0)
  const doubled = histories.reduce((sum, history) => sum + countDoubled(history), 0)
  const stuck = states.filter((state) => state !== 'active')
  say(`numbers ${numbers.length}, register calls ${calls}, doubled ${doubled}, stuck ${stuck.length}`)
  for (const [index, { kind }] of numbers.entries())
    if (states[index] !== 'active') say(`  a number of the kind "${kind}" is ${states[index]}`)
  return doubled === 0 && stuck.length === 0
}

const callsOf = (phoneNumberId: string, calls: readonly RecordedCall[]): RecordedCall[] =>
  calls.filter(({ path }) => path.split('/')[2] === phoneNumberId).sort((one, other) => one.began - other.began)

const isRegistration = ({ method, path }: RecordedCall) => method === 'POST' && path.endsWith('/register')

/** A registration while another is under way, without a look since the last, or after one that was taken. */
function countDoubled(history: readonly RecordedCall[]): number {
  let doubled = 0
  let last: RecordedCall | undefined
  let hasLooked = true
  let isTaken = false
  for (const call of history) {
    if (!isRegistration(call)) {
      hasLooked ||= call.method === 'GET' && call.began >= (last?.at ?? 0)
      continue
    }
    if (isTaken || !hasLooked || (last && last.at > call.began)) doubled += 1
    last = call
    hasLooked = false
    // An answer that got lost stands as 0, and the registration all the same.
    isTaken ||= call.status === 200 || call.status === 0
  }
  return doubled
}
