package org.geocrop.bodies;

import jakarta.servlet.http.HttpServletRequest;
import org.geocrop.access.Caller;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.settings.Settings;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** The JSON of a request, within the nodes that its caller may send, held in the budget until it is answered. */
@Component
public final class JsonBody {

    /** What a node costs at most beside its text: an object with its map and one entry. */
    private static final long NODE_BYTES = 160;

    private final RequestBudget budget;
    private final Settings.Requests limits;

    JsonBody(RequestBudget budget, Settings settings) {
        this.budget = budget;
        this.limits = settings.requests();
    }

    /**
     * The body as JSON.
     *
     * @throws InvalidRequestException if it is none
     * @throws RequestBudget.RefusedException if it has too many values, or all requests together do
     */
    public ForeignJson read(HttpServletRequest http) {
        BufferedRequest request = WebUtils.getNativeRequest(http, BufferedRequest.class);
        if (request == null) {
            throw new InvalidRequestException("The request has no body; it is a JSON document");
        }
        Caller caller = Caller.current();
        int most = caller.isNobody() ? limits.anonymousNodes() : limits.nodes();
        try {
            int nodes = Json.count(request.body(), most);
            if (nodes > most) {
                throw budget.refused(
                        RequestBudget.Refusal.BODY_TOO_LARGE, "A JSON body has at most " + most + " values");
            }
            request.hold(budget.hold(caller, http.getRemoteAddr(), request.body().length + nodes * NODE_BYTES));
            return ForeignJson.read(request.body());
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException("The body is not JSON: " + e.getMessage(), e);
        }
    }

    /**
     * The body as a JSON object.
     *
     * @param what it is, for the message of the fault
     */
    public ForeignJson object(HttpServletRequest http, String what) {
        ForeignJson body = read(http);
        if (!body.isObject()) {
            throw new InvalidRequestException(what + " is a JSON object");
        }
        return body;
    }
}
