import type { LanguagesView } from "../../../../../contract/mailing-languages.ts";
import { useApiQuery } from "../../../api/index.ts";

/** The languages a mailing exists in; undefined while they are loading. */
export function useLanguages(mailingId: string): LanguagesView | undefined {
  return useApiQuery<LanguagesView>(`/mailings/${mailingId}/languages`).data;
}
