// The lanes that a scan fills, as tape.ts describes them.
import {
  rowCapacity,
  rowEndAt,
  rowIndexAt,
  rowParentAt,
  rowRowAt,
  rowStartAt,
  rowsLengthIs,
  rowTableAt,
  valueCapacity,
  valueKindAt,
  valueNodeAt,
  valueNumberAt,
  valueRowAt,
  valueSizeAt,
  valueStartAt,
  valuesLengthIs,
} from '../src/json/kernel/memory-map'
import { integer, setInteger } from './registers'

/** Whether one token more has room, whatever it adds. */
export function hasRoom(): bool {
  return integer(valuesLengthIs) < valueCapacity - 1 && integer(rowsLengthIs) < rowCapacity - 1
}

export function addValue(node: i32, row: i32, kind: i32, value: f64, start: i32, size: i32): void {
  const at = integer(valuesLengthIs)
  setInteger(valuesLengthIs, at + 1)
  putValue(at, node, row, kind, value, start, size)
}

/** The same at the place `at`. */
export function putValue(at: i32, node: i32, row: i32, kind: i32, value: f64, start: i32, size: i32): void {
  store<i32>(at << 2, node, valueNodeAt)
  store<i32>(at << 2, row, valueRowAt)
  store<u8>(at, kind, valueKindAt)
  store<f64>(at << 3, value, valueNumberAt)
  store<i32>(at << 2, start, valueStartAt)
  store<i32>(at << 2, size, valueSizeAt)
}

export function addRow(table: i32, row: i32, parent: i32, index: i32, start: f64, end: f64): void {
  const at = integer(rowsLengthIs)
  setInteger(rowsLengthIs, at + 1)
  store<i32>(at << 2, table, rowTableAt)
  store<i32>(at << 2, row, rowRowAt)
  store<i32>(at << 2, parent, rowParentAt)
  store<i32>(at << 2, index, rowIndexAt)
  store<f64>(at << 3, start, rowStartAt)
  store<f64>(at << 3, end, rowEndAt)
}
