import { Field } from '../step';

/** A field of the step that lies at `step`. */
export function field(step: usize, name: Field): i32 {
  return load<i32>(step + ((<usize>name) << 2));
}

/** What a step's results are raised to: zero, or nothing. */
export function floorOf(step: usize): v128 {
  return f32x4.splat(field(step, Field.Relu) ? <f32>0 : <f32>-Infinity);
}
