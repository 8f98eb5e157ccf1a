import type { Graph } from '../graph.ts'
import { phoneNumber } from '../identity.ts'
import { record, records, text, word } from '../json.ts'
import { SignupRefused } from './signup-refused.ts'
import { wordsOf } from './tokens.ts'

/** A number of a business account. */
export interface AccountNumber {
  id: string
  /** `+` and digits. */
  phone: string
  verifiedName: string | undefined
}

const mostPages = 20

/** Every number of a business account, by cursor: the ready-made link to the next page holds the token. */
export async function accountNumbers(graph: Graph, token: string, businessAccountId: string): Promise<AccountNumber[]> {
  const numbers: AccountNumber[] = []
  let after: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const answer = await graph
      .get({ token }, `${businessAccountId}/phone_numbers`, {
        fields:
          'id,display_phone_number,verified_name,status,code_verification_status,quality_rating,platform_type,throughput,last_onboarded_time,webhook_configuration',
        limit: '100',
        ...(after === undefined ? {} : { after }),
      })
      .catch((error: unknown) => {
        throw new SignupRefused(`The numbers of WABA ${businessAccountId} could not be read: ${wordsOf(error)}`)
      })
    for (const one of records(answer.data)) {
      const id = text(one.id)
      const phone = phoneNumber(text(one.display_phone_number) ?? '')
      if (id && /^\d{1,32}$/.test(id) && phone) numbers.push({ id, phone, verifiedName: word(one.verified_name) })
    }
    const paging = record(answer.paging)
    after = text(paging?.next) === undefined ? undefined : text(record(paging?.cursors)?.after)
    if (after === undefined) break
  }
  return numbers
}
