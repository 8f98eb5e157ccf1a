import type { ChannelRecord, PluginChannels } from '@cordboard/plugin-sdk'
import { channelType } from '../connection.ts'

const freshFor = 1_000
const unsettledFor = 5_000
const mostEntries = 10_000

/** The connected numbers, remembered for a moment: under load a webhook must not cost a query of its own. */
export interface KnownChannels {
  byPhoneNumberId(id: string): Promise<ChannelRecord | undefined>
  byIdentity(phoneNumber: string): Promise<ChannelRecord | undefined>
  byBusinessAccount(id: string): Promise<ChannelRecord[]>
  /** Says that a number is about to change: for some seconds nothing is answered from memory. */
  forget(): void
}

export function createKnownChannels(channels: PluginChannels, now: () => number = Date.now): KnownChannels {
  const remembered = new Map<string, { until: number; found: Promise<ChannelRecord[]> }>()
  let unsettledUntil = 0

  function look(key: string, query: () => Promise<ChannelRecord[]>): Promise<ChannelRecord[]> {
    const hit = remembered.get(key)
    if (hit && hit.until > now() && now() >= unsettledUntil) return hit.found
    if (remembered.size >= mostEntries) remembered.clear()
    const found = query()
    remembered.set(key, { until: now() + freshFor, found })
    const forgetThis = () => {
      if (remembered.get(key)?.found === found) remembered.delete(key)
    }
    // What is not there yet may be there the next moment; what failed must be asked again.
    found.then((list) => list.length === 0 && forgetThis(), forgetThis)
    return found
  }

  return {
    byPhoneNumberId: async (id) =>
      (await look(`phone:${id}`, () => channels.findBySetting(channelType, 'phone_number_id', id)))[0],
    byIdentity: async (identity) => (await look(`identity:${identity}`, () => channels.find(channelType, identity)))[0],
    byBusinessAccount: (id) =>
      look(`business:${id}`, () => channels.findBySetting(channelType, 'business_account_id', id)),
    forget() {
      unsettledUntil = now() + unsettledFor
      remembered.clear()
    },
  }
}
