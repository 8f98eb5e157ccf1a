import type { ChannelRecord } from '@cordboard/plugin-sdk'

const longest = 500

/** What the provider wrote, without the secrets that it may repeat. Tokens of others look alike and go too. */
export function redact(text: string, secrets: readonly (string | undefined)[] = []): string {
  const named = secrets.filter((secret) => secret !== undefined && secret.length >= 4) as string[]
  return named
    .reduce((left, secret) => left.replaceAll(secret, '…'), text)
    .replace(/\bEAA[A-Za-z0-9]{8,}/g, '…')
    .replace(
      /((?:access_token|client_secret|input_token|code|pin|verify_token)["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi,
      '$1…',
    )
    .slice(0, longest)
}

export const secretsOf = ({ secrets }: Pick<ChannelRecord, 'secrets'>): string[] => Object.values(secrets)
