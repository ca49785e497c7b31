/** One file of a model, as it must arrive. */
export interface ModelFile {
  /** Relative to the model's folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A recogniser for download: an ONNX export for transformers.js with 8-bit weights. */
export interface SpeechModel {
  readonly id: string;
  readonly name: string;
  /** On the hub, pinned to one commit, so that later changes there cannot affect us. */
  readonly repository: string;
  readonly revision: string;
  readonly licence: string;
  /**
   * ISO 639-1 of the only language it understands; null: it understands many, and must be told
   * which.
   */
  readonly onlyLanguage: string | null;
  readonly files: readonly ModelFile[];
}

/** Where models are downloaded from by default. A mirror has the same paths. */
export const MODEL_HUB = 'https://huggingface.co';

export const DEFAULT_MODEL_ID = 'moonshine-tiny';

export const SPEECH_MODELS: readonly SpeechModel[] = [
  {
    id: 'moonshine-tiny',
    name: 'Moonshine Tiny',
    repository: 'onnx-community/moonshine-tiny-ONNX',
    revision: 'a6da1241cd305dcd64eab1edbd615f2bb9aabb95',
    licence: 'MIT',
    onlyLanguage: 'en',
    files: [
      file('config.json', 921, '558e1e02069137c796ace1e50c48d8fe451f04a295929138e6bea885517f0edb'),
      file(
        'generation_config.json',
        147,
        'f9b3f711b57be7def2e50a8942f64f36ee0a55fad5b84ff93a687b6c5bcc1d44',
      ),
      file(
        'preprocessor_config.json',
        128,
        'fa43a7017ef85cd1d0fba0d9aae77c8adb16990ae6f11115631f41ec5d8aa679',
      ),
      file(
        'tokenizer.json',
        3_761_754,
        '7b913404bdd039af4756783218af4440bc07fb7d6d8258d677e34f95b3ec416f',
      ),
      file(
        'tokenizer_config.json',
        135_735,
        'edaee394565d428ea98a663ae7209cdcfeefc5585c42d7a570ff7c986df2cd15',
      ),
      file(
        'onnx/encoder_model_quantized.onnx',
        7_937_661,
        'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a',
      ),
      file(
        'onnx/decoder_model_merged_quantized.onnx',
        20_243_286,
        'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367',
      ),
    ],
  },
  {
    id: 'whisper-tiny',
    name: 'Whisper Tiny',
    repository: 'Xenova/whisper-tiny',
    revision: '5332fcc35e32a33b86612b9a57a89be7906102b1',
    licence: 'Apache-2.0',
    onlyLanguage: null,
    files: [
      file(
        'config.json',
        2_248,
        '2b2e4e519084e0ea028b19b153f95202735a971870d6844aa26e559edd292e94',
      ),
      file(
        'generation_config.json',
        3_716,
        '68ac791fcb4999461a313472125042934656240ba1cba7d1c2627fcbb19ac24c',
      ),
      file(
        'preprocessor_config.json',
        339,
        'a6a76d28c93edb273669eb9e0b0636a2bddbb1272c3261e47b7ca6dfdbac1b8d',
      ),
      file(
        'tokenizer.json',
        2_480_466,
        '27fc476bfe7f17299480be2273fc0608e4d5a99aba2ab5dec5374b4482d1a566',
      ),
      file(
        'tokenizer_config.json',
        282_683,
        '2a4c4281cf9f51ac6ccc406fdc711a087afe6530f671fa7b80953edc498275ce',
      ),
      file(
        'onnx/encoder_model_quantized.onnx',
        10_124_910,
        'fd9d995b9dcb0520f0dbf6cf68651af639fc385f594d9d876e69ca2802dc438e',
      ),
      file(
        'onnx/decoder_model_merged_quantized.onnx',
        30_727_765,
        '6c0c125986b007d2e3734bec84c18bda0152071b90b87fadac6d7764499927a0',
      ),
    ],
  },
];

/** The size of all files of a model. */
export function bytesOf(model: SpeechModel): number {
  return model.files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function file(path: string, bytes: number, sha256: string): ModelFile {
  return { path, bytes, sha256 };
}
