import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SimulatedAccount } from './account.ts'
import { type Contract, loadContract } from './contract.ts'
import { answerGraph, type GraphWorld } from './graph-server.ts'
import { MediaStore } from './media-store.ts'
import { Meta } from './meta.ts'
import { type NumberProfile, SimulatedNumber, type StatusManners } from './number.ts'
import { Script } from './script.ts'
import { Signup, type SimulatedApp } from './signup.ts'
import { TokenBook } from './tokens.ts'

export interface SimulatorOptions {
  /** Free port when absent. */
  port?: number
  /** Where Cordboard is; webhooks go to `/webhooks/whatsapp/+<number>` there. Can be set later. */
  coreUrl?: string
  /** Signs the webhooks; unsigned when absent. Can be set later. */
  appSecret?: string
  /** The installation's app, for sign-up. Its secret signs webhooks, where `appSecret` says nothing else. */
  app?: SimulatedApp
  statuses?: StatusManners
  /** Whether traffic is checked against the provider's own description, where that is at hand. Default true. */
  checks?: boolean
  /** Pages beside the Graph API; answers false for what it does not know. */
  pages?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
}

/** Stands in for graph.facebook.com. */
export class Simulator {
  readonly media = new MediaStore()
  readonly tokens = new TokenBook()
  readonly signup: Signup
  /** What becomes of the app's own calls: exchanging codes, asking about tokens. */
  readonly script = new Script()
  readonly #accounts = new Map<string, SimulatedAccount>()
  readonly meta = new Meta({ account: (id) => this.account(id), tokens: this.tokens })
  readonly #numbers = new Map<string, SimulatedNumber>()
  readonly #server: ReturnType<typeof createServer>
  readonly #world: GraphWorld
  readonly #statuses: StatusManners
  coreUrl: string | undefined
  appSecret: string | undefined

  constructor(options: SimulatorOptions, contract: Contract | undefined) {
    this.coreUrl = options.coreUrl
    this.appSecret = options.appSecret ?? options.app?.secret
    this.signup = new Signup(this.tokens, options.app)
    this.#statuses = options.statuses ?? { sent: 20, delivered: 60, read: null }
    this.#world = {
      numbers: () => [...this.#numbers.values()],
      account: (id) => this.#accounts.get(id),
      tokens: this.tokens,
      app: options.app,
      script: this.script,
      media: this.media,
      url: '',
      contract,
      problems: [],
      calls: [],
    }
    this.#server = createServer((request, response) => void this.#answer(request, response, options.pages))
  }

  /** Address to give Cordboard as WHATSAPP_CLOUD_BASE_URL. */
  get url(): string {
    return this.#world.url
  }

  /** Where traffic since the last call and the provider's own description disagree; empty too where that is not at hand. */
  takeProblems(): string[] {
    return this.#world.problems.splice(0)
  }

  get calls(): GraphWorld['calls'] {
    return this.#world.calls
  }

  get numbers(): SimulatedNumber[] {
    return [...this.#numbers.values()]
  }

  number(phoneNumberId: string): SimulatedNumber | undefined {
    return this.#numbers.get(phoneNumberId)
  }

  /** A business account, made when it is first asked for. */
  account(id: string): SimulatedAccount {
    const known = this.#accounts.get(id)
    if (known) return known
    const account = new SimulatedAccount(id, {
      appUrl: () => `${this.coreUrl}/webhooks/whatsapp`,
      secret: () => this.appSecret,
    })
    this.#accounts.set(id, account)
    return account
  }

  addNumber(profile: NumberProfile): SimulatedNumber {
    const account = this.account(profile.businessAccountId)
    const known = this.tokens.get(profile.token)?.accounts ?? []
    this.tokens.add(profile.token, { accounts: [...new Set([...known, profile.businessAccountId])] })
    const number = new SimulatedNumber(profile, {
      webhookUrl: ({ digits, overrideUrl }) =>
        overrideUrl ?? account.overrideUrl ?? `${this.coreUrl}/webhooks/whatsapp/+${digits}`,
      secret: () => this.appSecret,
      statuses: this.#statuses,
    })
    this.#numbers.set(profile.phoneNumberId, number)
    return number
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    this.#world.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    await Promise.all([...this.numbers, ...this.#accounts.values()].map((one) => one.stop()))
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse, pages: SimulatorOptions['pages']): Promise<void> {
    try {
      if (await answerGraph(request, response, this.#world)) return
      if (this.signup.answer(request, response) || (await pages?.(request, response))) return
      response.writeHead(404).end()
    } catch (error) {
      this.#world.problems.push(`the simulator failed: ${error instanceof Error ? error.stack : String(error)}`)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    }
  }
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = new Simulator(options, options.checks === false ? undefined : await loadContract())
  await simulator.listen(options.port ?? 0)
  return simulator
}
