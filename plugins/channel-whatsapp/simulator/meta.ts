import type { SimulatedAccount } from './account.ts'
import type { SimulatedNumber } from './number.ts'
import type { TokenBook } from './tokens.ts'

interface World {
  account(id: string): SimulatedAccount
  tokens: TokenBook
}

/** What people and machines at Meta decide about a number, with the webhooks that tell of it. */
export class Meta {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  approvesName(number: SimulatedNumber): Promise<number> {
    number.shows({ name_status: 'APPROVED' })
    return this.#accountOf(number).decidesName(number, 'APPROVED')
  }

  declinesName(number: SimulatedNumber, reason = 'NAME_FORMAT_UNACCEPTABLE'): Promise<number> {
    number.shows({ name_status: 'DECLINED' })
    return this.#accountOf(number).decidesName(number, 'REJECTED', reason)
  }

  rates(number: SimulatedNumber, rating: 'GREEN' | 'YELLOW' | 'RED'): Promise<number> {
    number.shows({ quality_rating: rating })
    return this.#accountOf(number).tells('phone_number_quality_update', {
      display_phone_number: number.digits,
      event: rating === 'GREEN' ? 'UNFLAGGED' : 'FLAGGED',
      current_limit: number.node.messaging_limit_tier,
    })
  }

  /** The registration is taken back, e.g. because the number was moved. */
  unregisters(number: SimulatedNumber): void {
    number.shows({ platform_type: 'NOT_APPLICABLE', throughput: { level: 'NOT_APPLICABLE' }, status: 'DISCONNECTED' })
  }

  /** Every token for the number's account is worth nothing from now on. No webhook tells of it. */
  revokes(number: SimulatedNumber): void {
    this.#world.tokens.killAll(number.profile.businessAccountId)
  }

  #accountOf({ profile }: SimulatedNumber): SimulatedAccount {
    return this.#world.account(profile.businessAccountId)
  }
}
