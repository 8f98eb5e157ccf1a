import type { Addresses, UpContext } from './bring-up.ts'

/** Tells where everything is and how to sign in. */
export async function announce(context: UpContext, addresses: Addresses): Promise<void> {
  const { settings, progress, write } = context
  const more = (await context.extras?.complete({ coreUrl: localAddress(context), progress })) ?? []
  const signIn = await howToSignIn(context)
  const lines = [
    '',
    `Cordboard is ready: ${addresses.core}`,
    addresses.temporal
      ? `  Temporal UI:      ${addresses.temporal.ui ?? `not here; the server is ${addresses.temporal.address}`}`
      : '  Temporal UI:      none; durable processes are paused',
    `  Plugin registry:  ${addresses.registryUrl}`,
    `  Sign in:          ${signIn}`,
    ...more.map((line) => `  ${line}`),
    settings.host === '127.0.0.1' ? '  Only this machine gets in; CORDBOARD_HOST=0.0.0.0 lets others.' : '',
    'Ctrl-C stops everything.',
    '',
  ]
  for (const line of lines.filter((line, index) => line !== '' || index === 0 || index === lines.length - 1))
    write(line)
}

/** Where this machine itself reaches the core, whatever address it listens on. */
export const localAddress = ({ settings: { host, port } }: UpContext): string => {
  const everywhere = host === '0.0.0.0' || host === '::'
  return `http://${everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`
}

async function howToSignIn(context: UpContext): Promise<string> {
  const { adminEmail } = context.settings
  const answer = await fetch(`${localAddress(context)}/api/v1/installation`, {
    signal: AbortSignal.timeout(3000),
  }).catch(() => undefined)
  const installation = answer?.ok ? ((await answer.json()) as { needs_administrator?: boolean }) : undefined
  if (installation?.needs_administrator) return 'the first visit creates the first administrator'
  return adminEmail ? `as ${adminEmail}, or as anybody invited` : 'with your e-mail address and password'
}
