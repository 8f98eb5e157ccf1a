import { type GraphAnswer, ok, refuse } from './graph-answer.ts'

const mostCalls = 10
const windowHours = 72
const approved = new Set(['APPROVED', 'AVAILABLE_WITHOUT_REVIEW'])

/** How the provider deals with one number's registration. */
export interface RegistrationManners {
  /** The two-step PIN that is set already; undefined: the first registration sets it. */
  pin: string | undefined
  /** Whether a name that is not approved stands in the way. */
  needsApprovedName: boolean
  /** Milliseconds from a registration until the number's node shows it. */
  settles: number
  /** How much shorter than 72 hours the window of ten calls is. */
  pace: number
}

type Node = Record<string, unknown>

/** Registers one number with the provider's limits: ten calls in 72 hours, a PIN that must fit, a name that must be good. */
export class Registration {
  readonly manners: RegistrationManners = { pin: undefined, needsApprovedName: true, settles: 0, pace: 1 }
  /** When each call came. */
  readonly calls: number[] = []
  readonly #node: () => Node
  readonly #show: (fields: Node) => void
  #lockedUntil = 0

  constructor(node: () => Node, show: (fields: Node) => void) {
    this.#node = node
    this.#show = show
  }

  register(pin: unknown): GraphAnswer {
    return this.#count() ?? this.#check(String(pin)) ?? this.#take(String(pin))
  }

  deregister(): GraphAnswer {
    const locked = this.#count()
    if (locked) return locked
    this.#show({ platform_type: 'NOT_APPLICABLE', throughput: { level: 'NOT_APPLICABLE' }, status: 'DISCONNECTED' })
    return ok({ success: true })
  }

  #count(): GraphAnswer | undefined {
    const now = Date.now()
    const span = (windowHours * 3_600_000) / this.manners.pace
    const recent = this.calls.filter((at) => at > now - span)
    this.calls.push(now)
    if (recent.length >= mostCalls) this.#lockedUntil = now + span
    if (now >= this.#lockedUntil) return undefined
    return refuse({
      code: 133016,
      message: 'Account register deregister rate limit exceeded',
      details: 'Too many attempts. Try again in 72 hours.',
    })
  }

  #check(pin: string): GraphAnswer | undefined {
    const node = this.#node()
    if (node.code_verification_status !== 'VERIFIED')
      return refuse({ code: 133006, message: 'Phone number needs to be verified before registering' })
    const { manners } = this
    if (manners.pin !== undefined && manners.pin !== pin)
      return refuse({ code: 133005, message: 'Two step verification PIN Mismatch' })
    if (!manners.needsApprovedName || approved.has(String(node.name_status))) return undefined
    return refuse({
      code: 100,
      subcode: 2388001,
      message: 'Invalid parameter',
      title: 'Cannot Create Certificate',
      userMessage: 'Your display name could not be processed. Edit your display name and try again.',
    })
  }

  #take(pin: string): GraphAnswer {
    this.manners.pin = pin
    const registered = {
      platform_type: 'CLOUD_API',
      throughput: { level: 'STANDARD' },
      status: 'CONNECTED',
      last_onboarded_time: new Date().toISOString().replace(/\.\d+Z$/, '+0000'),
    }
    if (this.manners.settles > 0) setTimeout(() => this.#show(registered), this.manners.settles).unref()
    else this.#show(registered)
    return ok({ success: true })
  }
}
