import type { ReactNode } from "react";
import type { DirectoryEntry } from "../../../../contract/directory.ts";
import type { FormView } from "../../../../contract/signup.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import { Pill, useTexts, type Tone } from "../../ui/index.ts";
import { texts } from "./texts.ts";

export type Profiling = DirectoryEntry["profiling"];
export type SubscriptionState = DirectoryEntry["lists"][number]["state"];

export const profilingTones: Record<Profiling, Tone> = {
  granted: "ok",
  unknown: "unknown",
  refused: "plain",
  withdrawn: "no",
};

/** The permission to analyse somebody's use, in one word. */
export function ProfilingPill({ state }: { state: Profiling }): ReactNode {
  const t = useTexts(texts);
  return <Pill tone={profilingTones[state]}>{t(`profiling.${state}`)}</Pill>;
}

/**
 * Says in words where something comes from. The product writes codes ("form:frm_…", "staff"); what people typed
 * stays as it is.
 */
export function useSourceWords(): (source: string) => string {
  const t = useTexts(texts);
  const can = useCan();
  const forms = useApiQuery<{ items: FormView[] }>(
    can("forms.read") ? "/forms" : undefined,
    undefined,
    { staleTime: 60_000 },
  );
  return (source) => {
    const [kind, id] = source.split(":", 2);
    switch (kind) {
      case "":
        return t("sources.unknown");
      case "form": {
        const name = forms.data?.items.find((form) => form.id === id)?.name;
        return name ? t("sources.formNamed", { name }) : t("sources.form");
      }
      case "import":
        return t("sources.import");
      case "staff":
      case "operator":
        return t("sources.staff");
      case "intake":
        return t("sources.intake");
      case "manage_page":
      case "preference_page":
      case "preferences":
        return t("sources.manage");
      case "question":
        return t("sources.question");
      case "core_system":
        return t("sources.coreSystem");
      case "api":
        return t("sources.api");
      default:
        return source;
    }
  };
}
