import type { Static } from "typebox";
import type { Imprint, LegalFormSchema } from "../../../../../contract/accounts.ts";
import { useApiQuery } from "../../../api/index.ts";

export type LegalForm = Static<typeof LegalFormSchema>;

const GROUPS = {
  single: "sole_trader ek freelancer",
  partnership: "gbr egbr ohg kg gmbh_co_kg ug_co_kg ag_co_kg gmbh_co_ohg partg partg_mbb ewiv",
  company: "ug gug gmbh ggmbh ag se kgaa gmbh_co_kgaa",
  association: "eg sce ev association business_association party foundation vvag",
  public: "aoer koer public_foundation authority",
  foreign: "branch foreign",
} as const;
export type LegalFormGroup = keyof typeof GROUPS;

/** The group of the choice a form stands in; what is new stands with the foreign and other ones. */
export function groupOf(code: string): LegalFormGroup {
  for (const [group, codes] of Object.entries(GROUPS))
    if (codes.split(" ").includes(code)) return group as LegalFormGroup;
  return "foreign";
}

/** The order of the groups in the choice. */
export const legalFormGroups = Object.keys(GROUPS) as LegalFormGroup[];

/** All legal forms with what each has to state; asked once. */
export function useLegalForms(): LegalForm[] | undefined {
  return useApiQuery<{ items: LegalForm[] }>("/account/legal-forms", undefined, {
    staleTime: Infinity,
  }).data?.items;
}

/** Forms whose supervisory board has a chair that is commonly named. */
export const withSupervisoryBoard: ReadonlySet<string> = new Set(
  "ag se kgaa gmbh_co_kgaa gmbh ggmbh eg sce vvag aoer".split(" "),
);

/** The imprint for a legal form: its register is the one of the form, and goes where the form has none. */
export function fitRegister(
  imprint: Imprint,
  forms: LegalForm[] | undefined,
  code: string | null,
): Imprint {
  const form = forms?.find((each) => each.code === code);
  if (!form) return imprint;
  const { register, ...rest } = imprint;
  if (!form.register || (!register?.court && !register?.number)) return rest;
  return { ...rest, register: { ...register, kind: form.register.kind } };
}
