import { german } from './de/index.js'
import { english } from './en/index.js'
import type { LanguageData } from './language.js'

/** Every language that questions may be asked in: add its folder, and its line here. */
export const languages = { en: english, de: german } as const satisfies Record<string, LanguageData>

export type Language = keyof typeof languages

export const languageCodes = Object.keys(languages) as readonly Language[]
