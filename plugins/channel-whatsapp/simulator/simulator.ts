import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Contract, loadContract } from './contract.ts'
import { answerGraph, type GraphWorld } from './graph-server.ts'
import { MediaStore } from './media-store.ts'
import { type NumberProfile, SimulatedNumber, type StatusManners } from './number.ts'

export interface SimulatorOptions {
  /** Free port when absent. */
  port?: number
  /** Where Cordboard is; webhooks go to `/webhooks/whatsapp/+<number>` there. Can be set later. */
  coreUrl?: string
  /** Signs the webhooks; unsigned when absent. Can be set later. */
  appSecret?: string
  statuses?: StatusManners
  /** Whether traffic is checked against the provider's own description, where that is at hand. Default true. */
  checks?: boolean
  /** Pages beside the Graph API; answers false for what it does not know. */
  pages?: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
}

/** Stands in for graph.facebook.com. */
export class Simulator {
  readonly media = new MediaStore()
  readonly #numbers = new Map<string, SimulatedNumber>()
  readonly #server: ReturnType<typeof createServer>
  readonly #world: GraphWorld
  readonly #statuses: StatusManners
  coreUrl: string | undefined
  appSecret: string | undefined

  constructor(options: SimulatorOptions, contract: Contract | undefined) {
    this.coreUrl = options.coreUrl
    this.appSecret = options.appSecret
    this.#statuses = options.statuses ?? { sent: 20, delivered: 60, read: null }
    this.#world = {
      numbers: () => [...this.#numbers.values()],
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

  addNumber(profile: NumberProfile): SimulatedNumber {
    const number = new SimulatedNumber(profile, {
      webhookUrl: ({ digits }) => `${this.coreUrl}/webhooks/whatsapp/+${digits}`,
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
    await Promise.all(this.numbers.map((number) => number.stop()))
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse, pages: SimulatorOptions['pages']): Promise<void> {
    try {
      if ((await answerGraph(request, response, this.#world)) || (await pages?.(request, response))) return
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
