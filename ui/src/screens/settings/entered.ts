/** What a field holds after an event of its own. */
export const entered = (event: Event): string => String((event.target as HTMLInputElement).value ?? '')
export const isOn = (event: Event): boolean => (event.target as HTMLInputElement).checked
