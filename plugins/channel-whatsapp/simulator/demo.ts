import { randomBytes } from 'node:crypto'
import { fillAccount } from './demo/fill.ts'
import { Memory } from './demo/memory.ts'
import { MetaMemory } from './demo/meta-memory.ts'
import { type NumberProfile, pendingHealth } from './number.ts'
import { Chats } from './page/chats.ts'
import { createMetaPage } from './page/meta-page.ts'
import { createPage } from './page/page.ts'
import type { SignupOutcome } from './signup.ts'
import { type Simulator, startSimulator } from './simulator.ts'

interface DemoOptions {
  folder: string
  port: number
  coreUrl: string
  log(line: string): void
}

const juniper: NumberProfile = {
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  displayPhoneNumber: '+1 555-010-4477',
  verifiedName: 'Juniper Bikes',
  token: 'demo-access-token-of-juniper-bikes',
  templates: [
    {
      id: '1',
      name: 'order_ready',
      language: 'en_US',
      status: 'APPROVED',
      category: 'UTILITY',
      parameter_format: 'POSITIONAL',
      components: [{ type: 'BODY', text: 'Hello {{1}}, your order {{2}} is ready to be picked up.' }],
    },
  ],
}

/** Whoever goes through sign-up in the demo brings a new number, whose name Meta looks through first. */
function newcomer(simulator: Simulator): SignupOutcome {
  const count = simulator.numbers.length
  const number = simulator.addNumber({
    phoneNumberId: `10654035224${3000 + count}`,
    businessAccountId: `10229012934${1000 + count}`,
    displayPhoneNumber: `+1 555-010-${5500 + count}`,
    verifiedName: count === 1 ? 'Juniper Repairs' : `Juniper Repairs ${count}`,
    token: `demo-token-by-hand-${count}`,
    health: { ...pendingHealth },
  })
  return simulator.signup.outcomeOf(number)
}

/** The part of WhatsApp in `npm run demo`: the provider's stand-in, a page that plays its customers, and their stories. */
export async function prepareDemo({ folder, port, coreUrl, log }: DemoOptions) {
  const app = { id: '1234567890123456', secret: randomBytes(16).toString('hex') }
  const page = { answer: undefined as ReturnType<typeof createPage> | undefined }
  const simulator = await startSimulator({
    port,
    coreUrl,
    app,
    checks: false,
    statuses: { sent: 200, delivered: 700, read: null },
    pages: async (request, response) => page.answer?.(request, response) ?? false,
  })
  const number = simulator.addNumber(juniper)
  const memory = new Memory(folder)
  const kept = memory.read(simulator.media)
  const metaMemory = new MetaMemory(folder)
  metaMemory.restore(simulator)
  simulator.signup.usual = () => newcomer(simulator)
  for (const customer of kept.customers) number.customer(customer)
  const chats = new Chats(number, kept.chats)
  const { meta, tokens } = simulator
  const metaPage = createMetaPage({ numbers: () => simulator.numbers, meta, tokens })
  page.answer = createPage(() => chats, simulator.media, metaPage)
  const write = () => {
    memory.write(chats, simulator.media)
    metaMemory.write(simulator)
  }
  const keep = setInterval(write, 2_000)

  return {
    title: 'WhatsApp customers',
    address: `http://localhost:${port}`,
    environment: {
      WHATSAPP_CLOUD_BASE_URL: simulator.url,
      WHATSAPP_APP_ID: app.id,
      WHATSAPP_APP_SECRET: app.secret,
      WHATSAPP_CONFIGURATION_ID: '987654321098765',
      WHATSAPP_SDK_URL: `${simulator.url}/sdk.js`,
      WHATSAPP_WEBHOOK_VERIFY_TOKEN: 'demo',
    },
    async fill(target: { baseUrl: string; apiToken: string; accountId: number }): Promise<void> {
      log('WhatsApp: filling the demo account with conversations')
      simulator.coreUrl = target.baseUrl
      await fillAccount(target, juniper, { chats, media: simulator.media })
    },
    async stop(): Promise<void> {
      clearInterval(keep)
      write()
      await simulator.stop()
    },
  }
}
