import type { Language } from '../../question/languages/index.js'
import type { AnswerTexts } from './answer-texts.js'
import { german } from './de.js'
import { english } from './en.js'

/** Every language of questions has its answers. */
export const answerTexts: Readonly<Record<Language, AnswerTexts>> = { en: english, de: german }
