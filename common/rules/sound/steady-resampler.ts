/**
 * Makes a conversion of one stream steady: of each piece there are as many samples out as in, or
 * that times `ratio`, so that a frame of 20 ms stays one. At the very beginning the filters still
 * hold something back; silence in its place is the delay that all that follows has.
 *
 * @param convert hands on what is complete by now, and the rest with what comes next
 * @param ratio of the rates, output to input
 */
export function steadyResampler(
  convert: (samples: Int16Array) => Int16Array,
  ratio = 1,
): (samples: Int16Array) => Int16Array {
  let ready = new Int16Array(0);
  return (samples) => {
    const converted = convert(samples);
    const all = new Int16Array(ready.length + converted.length);
    all.set(ready);
    all.set(converted, ready.length);
    const output = new Int16Array(Math.floor(samples.length * ratio));
    const missing = Math.max(0, output.length - all.length);
    output.set(all.subarray(0, output.length), missing);
    ready = all.slice(output.length - missing);
    return output;
  };
}
