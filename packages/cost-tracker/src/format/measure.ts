import type { ReportGroup } from '../report/cost-report.js'
import { costText, machineText } from './money-text.js'

/** What the charts of a report show: of three, the first of which there is any. */
export interface Measure {
  /** As a heading begins: `Cost`, of which `by day` says the rest. */
  readonly title: string
  amountOf(group: ReportGroup): bigint
  textOf(group: ReportGroup): string
}

const cost: Measure = {
  title: 'Cost',
  amountOf: (group) => BigInt(group.nanoUsd),
  textOf: costText,
}

const machine: Measure = {
  title: 'Cost of the machine',
  amountOf: (group) => BigInt(group.resourceNanoUsd),
  textOf: machineText,
}

const questions: Measure = {
  title: 'Questions',
  amountOf: (group) => BigInt(group.questions),
  textOf: (group) => String(group.questions),
}

/** Where nothing was spent on models, their cost would be an empty chart: the machine's is shown, or the questions. */
export function chooseMeasure(groups: readonly ReportGroup[]): Measure {
  return (
    [cost, machine].find(({ amountOf }) => groups.some((group) => amountOf(group) !== 0n)) ??
    (groups.some((group) => group.questions > 0) ? questions : cost)
  )
}
