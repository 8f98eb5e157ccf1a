import { randomBytes } from 'node:crypto'
import { fillAccount } from './demo/fill.ts'
import { Memory } from './demo/memory.ts'
import type { NumberProfile } from './number.ts'
import { Chats } from './page/chats.ts'
import { createPage } from './page/page.ts'
import { startSimulator } from './simulator.ts'

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

/** The part of WhatsApp in `npm run demo`: the provider's stand-in, a page that plays its customers, and their stories. */
export async function prepareDemo({ folder, port, coreUrl, log }: DemoOptions) {
  const appSecret = randomBytes(16).toString('hex')
  const page = { answer: undefined as ReturnType<typeof createPage> | undefined }
  const simulator = await startSimulator({
    port,
    coreUrl,
    appSecret,
    checks: false,
    statuses: { sent: 200, delivered: 700, read: null },
    pages: async (request, response) => page.answer?.(request, response) ?? false,
  })
  const number = simulator.addNumber(juniper)
  const memory = new Memory(folder)
  const kept = memory.read(simulator.media)
  for (const customer of kept.customers) number.customer(customer)
  const chats = new Chats(number, kept.chats)
  page.answer = createPage(() => chats, simulator.media)
  const keep = setInterval(() => memory.write(chats, simulator.media), 2_000)

  return {
    title: 'WhatsApp customers',
    address: `http://localhost:${port}`,
    environment: {
      WHATSAPP_CLOUD_BASE_URL: simulator.url,
      WHATSAPP_APP_SECRET: appSecret,
      WHATSAPP_WEBHOOK_VERIFY_TOKEN: 'demo',
    },
    async fill(target: { baseUrl: string; apiToken: string; accountId: number }): Promise<void> {
      log('WhatsApp: filling the demo account with conversations')
      simulator.coreUrl = target.baseUrl
      await fillAccount(target, juniper, { chats, media: simulator.media })
    },
    async stop(): Promise<void> {
      clearInterval(keep)
      memory.write(chats, simulator.media)
      await simulator.stop()
    },
  }
}
