/** As DynamoDB writes items: attribute → type → value. */
export type AttributeMap = Record<string, Record<string, any>>;
