import { invalidRecord } from '../../errors.ts'
import type { WorkingHour } from './inbox.entity.ts'
import type { WorkingHourInput } from './inbox.schema.ts'

const days = [0, 1, 2, 3, 4, 5, 6]
const weekend = new Set([0, 6])

/** Monday to Friday nine to five; day 0 is Sunday. */
export const usualHours = (): WorkingHour[] =>
  days.map((day) => ({
    day_of_week: day,
    closed_all_day: weekend.has(day),
    open_hour: weekend.has(day) ? null : 9,
    open_minutes: weekend.has(day) ? null : 0,
    close_hour: weekend.has(day) ? null : 17,
    close_minutes: weekend.has(day) ? null : 0,
    open_all_day: false,
  }))

/** The stored week with the days that the input names replaced. Throws a 422 for hours that can not be. */
export function mergeHours(stored: readonly WorkingHour[], input: readonly WorkingHourInput[]): WorkingHour[] {
  const changed = new Map(input.map((day) => [day.day_of_week, checkedDay(day)]))
  const week = stored.length === days.length ? stored : usualHours()
  return week.map((day) => changed.get(day.day_of_week) ?? day)
}

function checkedDay(input: WorkingHourInput): WorkingHour {
  const { day_of_week, open_hour = null, open_minutes = null, close_hour = null, close_minutes = null } = input
  const closed_all_day = input.closed_all_day ?? false
  const open_all_day = input.open_all_day ?? false
  if (closed_all_day && open_all_day) throw refused('can not be open and closed all day')
  if (open_all_day)
    return {
      day_of_week,
      closed_all_day,
      open_all_day,
      open_hour: 0,
      open_minutes: 0,
      close_hour: 23,
      close_minutes: 59,
    }
  const day = { day_of_week, closed_all_day, open_all_day, open_hour, open_minutes, close_hour, close_minutes }
  if (!closed_all_day) refuseImpossible(day)
  return day
}

function refuseImpossible({ open_hour, open_minutes, close_hour, close_minutes }: WorkingHour): void {
  if (open_hour === null || open_minutes === null || close_hour === null || close_minutes === null)
    throw refused('need an opening and a closing time')
  if (close_hour * 60 + close_minutes <= open_hour * 60 + open_minutes) throw refused('must close after they open')
}

const refused = (problem: string) => invalidRecord({ working_hours: `Working hours ${problem}` })
