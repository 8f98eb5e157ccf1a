import type { PluginRequest, PluginResponse } from '@cordboard/plugin-sdk'
import { phoneNumber } from '../identity.ts'
import { isSame } from '../signature.ts'
import type { KnownChannels } from './known-channels.ts'

const refused: PluginResponse = { status: 401, body: { error: 'Error; wrong verify token' } }

/** Answers the provider's check that an address is ours, for one number or for the whole app. */
export async function answerChallenge(
  { params, query }: PluginRequest,
  known: KnownChannels,
  appToken: string | undefined,
): Promise<PluginResponse> {
  const expected = params.phone_number === undefined ? appToken : await tokenOf(params.phone_number, known)
  const given = query['hub.verify_token']
  if (!expected || typeof given !== 'string' || query['hub.mode'] !== 'subscribe' || !isSame(expected, given))
    return refused
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
  return { status: 200, headers, body: String(query['hub.challenge'] ?? '') }
}

async function tokenOf(address: string, known: KnownChannels): Promise<string | undefined> {
  const number = phoneNumber(address)
  const channel = number === undefined ? undefined : await known.byIdentity(number)
  return channel?.secrets.webhook_verify_token
}
