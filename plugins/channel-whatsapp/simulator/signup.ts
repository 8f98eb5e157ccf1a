import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SimulatedNumber } from './number.ts'
import type { SimulatedToken, TokenBook } from './tokens.ts'

/** The installation's app at the simulated provider. */
export interface SimulatedApp {
  id: string
  secret: string
}

/** How Meta's window ends. */
export interface SignupOutcome {
  /** Absent when the person closed it. */
  code?: string
  /** What the window tells of the business, in either order with the code. */
  session?: { event: string; data: Record<string, unknown> }
  /** Which of both comes first; the session when absent. */
  first?: 'code' | 'session'
}

interface Finishing {
  event?: string
  portfolioId?: string
  token?: Partial<SimulatedToken>
  first?: 'code' | 'session'
}

/** Meta's sign-up window: what it answers the next times, and the script that stands in for Meta's. */
export class Signup {
  readonly #waiting: SignupOutcome[] = []
  readonly #tokens: TokenBook
  readonly #app: SimulatedApp | undefined
  /** What the window does when nothing was said beforehand; it is as if it was closed when absent. */
  usual: (() => SignupOutcome) | undefined

  constructor(tokens: TokenBook, app: SimulatedApp | undefined) {
    this.#tokens = tokens
    this.#app = app
  }

  /** A code for the number's account, as if somebody had gone through the window. */
  code(accountId: string, changes: Partial<SimulatedToken> = {}): string {
    return this.#tokens.issueCode({ ...(this.#app ? { appId: this.#app.id } : {}), accounts: [accountId], ...changes })
  }

  /** The next window ends well, with this number. */
  finishes(number: SimulatedNumber, how: Finishing = {}): SignupOutcome {
    const outcome = this.outcomeOf(number, how)
    this.#waiting.push(outcome)
    return outcome
  }

  /** How a window ends well. */
  outcomeOf(
    { profile }: SimulatedNumber,
    { event = 'FINISH', portfolioId, token, first }: Finishing = {},
  ): SignupOutcome {
    const { phoneNumberId, businessAccountId } = profile
    return {
      code: this.code(businessAccountId, token),
      session: {
        event,
        data: {
          phone_number_id: phoneNumberId,
          waba_id: businessAccountId,
          business_id: portfolioId ?? '2729063490586005',
        },
      },
      ...(first ? { first } : {}),
    }
  }

  /** The next windows end like this. */
  next(...outcomes: SignupOutcome[]): void {
    this.#waiting.push(...outcomes)
  }

  /** The person gives up at a step. */
  cancels(step = 'PHONE_NUMBER_SETUP'): void {
    this.next({ session: { event: 'CANCEL', data: { current_step: step } } })
  }

  take(): SignupOutcome {
    return this.#waiting.shift() ?? this.usual?.() ?? { session: { event: 'CANCEL', data: {} } }
  }

  /** Answers the script and its window; false for everything else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname } = new URL(request.url ?? '/', 'http://signup')
    if (request.method !== 'GET') return false
    if (pathname === '/sdk.js') return send(response, 'text/javascript', script)
    if (pathname !== '/signup') return false
    return send(response, 'text/html', page(this.take()))
  }
}

function send(response: ServerResponse, type: string, body: string): true {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body)
  return true
}

// As `FB` of Meta's script, as far as sign-up uses it. The window is a frame: messages come from the simulator's own origin.
const script = `(() => {
  const origin = new URL(document.currentScript.src).origin
  window.FB = {
    init() {},
    login(done, options) {
      const frame = document.createElement('iframe')
      frame.hidden = true
      const hear = (event) => {
        if (event.origin !== origin || event.source !== frame.contentWindow || event.data?.type !== 'SIMULATED_LOGIN') return
        removeEventListener('message', hear)
        frame.remove()
        done(event.data.code ? { status: 'connected', authResponse: { code: event.data.code } } : { status: 'unknown', authResponse: null })
      }
      addEventListener('message', hear)
      frame.src = origin + '/signup?config_id=' + encodeURIComponent(options?.config_id ?? '')
      document.body.append(frame)
    },
  }
  window.fbAsyncInit?.()
})()
`

function page({ code, session, first = 'session' }: SignupOutcome): string {
  const told = session ? [{ type: 'WA_EMBEDDED_SIGNUP', version: '4', ...session }] : []
  const messages = first === 'session' ? [...told.map((one) => JSON.stringify(one))] : []
  const late = first === 'code' ? told.map((one) => JSON.stringify(one)) : []
  const all = [...messages, { type: 'SIMULATED_LOGIN', code: code ?? null }, ...late]
  const data = JSON.stringify(all).replaceAll('<', '\\u003c')
  return `<!doctype html><title>Meta</title><script>for (const message of ${data}) parent.postMessage(message, '*')</script>`
}
