import type { LanguageModel as SdkModel } from 'ai';
import type { ModelAccess } from './model-failures.ts';
import type { ModelFetch } from './model-http.ts';

/** Where a server of one's own wants no key, but the SDK insists on one. */
const NO_KEY = 'none';

/**
 * The AI SDK's model of a provider. Address and key are always told, for otherwise the SDK would
 * look into environment variables.
 */
export async function sdkModel(access: ModelAccess, fetch: ModelFetch): Promise<SdkModel> {
  const { kind, baseUrl: baseURL, model, isProviders } = access;
  const apiKey = access.apiKey ?? NO_KEY;
  switch (kind) {
    case 'openai': {
      // Chat completions, which everybody's server speaks, and not the SDK's usual responses API.
      if (isProviders) {
        const { createOpenAI } = await import('@ai-sdk/openai');
        return createOpenAI({ baseURL, apiKey, fetch }).chat(model);
      }
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({
        name: 'own',
        baseURL,
        ...(access.apiKey === null ? {} : { apiKey }),
        includeUsage: true,
        fetch,
      }).chatModel(model);
    }
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic({ baseURL, apiKey, fetch })(model);
    }
    case 'google': {
      const { createGoogle } = await import('@ai-sdk/google');
      return createGoogle({ baseURL, apiKey, fetch })(model);
    }
  }
}
