export const tagColours = ["grey", "petrol", "blue", "violet", "rose", "amber", "olive"] as const;
export type TagColour = (typeof tagColours)[number];

/** A word by which an account groups its contacts. */
export interface Tag {
  id: number;
  publicId: string;
  name: string;
  colour: TagColour;
  createdAt: Date;
}
