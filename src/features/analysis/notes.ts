type Translate = (key: string, values?: Record<string, string | number>) => string;

/** Remarks as the engine words them, with the key of the catalogue `analysis:note.*` and what stands in them. */
const known: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/^this browser has no WebGPU$/, 'noWebGpu', []],
  [/^WebGPU has no adapter$/, 'noAdapter', []],
  [/^WebGPU adapter is software only \((.*)\)$/, 'softwareAdapter', ['name']],
  [/^WebGPU device refused: (.*)$/s, 'refused', ['why']],
  [/^WebGPU \((.*?)\) failed, WASM is used: (.*)$/s, 'failed', ['name', 'why']],
  [/^WebGPU failed in the run, continued on WASM: (.*)$/s, 'continued', ['why']],
  [/^onnxruntime computes (.*?): (.*)$/s, 'withoutKernels', ['file', 'why']],
  [/^the kernels failed in the run, continued with onnxruntime: (.*)$/s, 'kernelsFailed', ['why']],
  [/^out of memory: one window at a time \((.*)\)$/s, 'oneWindow', ['why']],
  [/^out of memory: windows of at most .*? \((.*)\)$/s, 'smaller', ['why']],
  [/^(\d+) voxels of the image are not finite numbers/, 'notFinite', ['count']],
  [/^the volume is resampled: tilt corrected$/, 'tiltCorrected', []],
  [/^the volume is resampled from uneven slices$/, 'unevenResampled', []],
  [/^MONOCHROME1 turned over/, 'turnedOver', []],
  [/^(\d+) pixel values beyond 16 bits were cut$/, 'valuesCut', ['count']],
  [/^the colour image was read as/, 'luminance', []],
  [/^the ultrasound region is not stated: detected$/, 'regionDetected', []],
  [/^the ultrasound region is not stated: whole$/, 'regionWhole', []],
  [/^the image has no calibration/, 'uncalibrated', []],
  [/^analysed as the film played: (\d+) of (\d+) frames$/, 'asPlayed', ['analysed', 'frames']],
];

/** A technical remark in the reader's language; one that is not known is shown as it came, never dropped. */
export function noteText(t: Translate, note: string): string {
  for (const [pattern, key, names] of known) {
    const match = pattern.exec(note);
    if (match) return t(`analysis:note.${key}`, Object.fromEntries(names.map((n, i) => [n, match[i + 1]])));
  }
  return note;
}
