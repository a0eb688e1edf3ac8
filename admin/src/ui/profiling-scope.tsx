import type { ReactNode } from "react";
import type { ProfilingScopeView } from "../../../contract/consent.ts";
import { useFormat, useLocale, useTexts } from "../i18n/index.ts";
import { RuleTag } from "./marks.tsx";
import { permissionTexts } from "./permission-texts.ts";

/** What the wording covers that a person agreed to: measurements, uses, kinds of mail (CON-20). */
export function ProfilingScope({ scope }: { scope: ProfilingScopeView }): ReactNode {
  const t = useTexts(permissionTexts);
  const locale = useLocale();
  const format = useFormat();
  const words = (names: ProfilingScopeView["uses"]): string =>
    names.length === 0 ? t("scope.nothing") : format.list(names.map((name) => name[locale]));
  return (
    <dl className="k-scope">
      {(["techniques", "uses", "channels"] as const).map((part) => (
        <div key={part}>
          <dt>{t(`scope.${part}`)}</dt>
          <dd>{words(scope[part])}</dd>
        </div>
      ))}
      <div>
        <dt>{t("scope.wording")}</dt>
        <dd>
          {t("scope.version", { version: scope.version })} <RuleTag rule="CON-20" />
        </dd>
      </div>
    </dl>
  );
}
