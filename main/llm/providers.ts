import type { LanguageModel as SdkModel } from 'ai';
import type { ModelAccess } from './model-failures.ts';
import type { ModelFetch } from './model-http.ts';

/** For a user's own server that requires no key, because the SDK requires one. */
const NO_KEY = 'none';

/**
 * The AI SDK's model object for a provider. Address and key are always passed explicitly, because
 * otherwise the SDK would read environment variables.
 */
export async function sdkModel(access: ModelAccess, fetch: ModelFetch): Promise<SdkModel> {
  const { kind, baseUrl: baseURL, model, isProviders } = access;
  const apiKey = access.apiKey ?? NO_KEY;
  switch (kind) {
    case 'openai': {
      // Chat completions, which all compatible servers support, instead of the SDK's default, the
      // Responses API.
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
