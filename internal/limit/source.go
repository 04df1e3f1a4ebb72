package limit

import "context"

type sourceKey struct{}

// From notes the address that a request came from.
func From(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, sourceKey{}, address)
}

// SourceOf is the network that a request came from; "" where nobody noted it, as for the command line.
func SourceOf(ctx context.Context) string {
	address, _ := ctx.Value(sourceKey{}).(string)
	return Network(address)
}
