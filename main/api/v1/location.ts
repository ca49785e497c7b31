import { Location, LocationRefresh } from '../../../common/contract/index.ts';
import type { Locations } from '../../services/numbers/locations.ts';
import { type ApiRoute, route } from '../route.ts';
import { PhonePath } from './params.ts';

export interface LocationRoutesDeps {
  readonly locations: Locations;
}

const tag = 'Location';

export function locationRoutes({ locations }: LocationRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'GET',
        path: '/v1/location/:phone_number',
        operation: 'location.getLocation',
        summary: 'Get the place that a contact shares',
        tag,
        params: PhonePath,
        answer: Location,
        errors: ['VALIDATION_ERROR'],
      },
      ({ params }) => locations.get(params.phone_number),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/location/refresh',
        operation: 'location.refreshLocations',
        summary: 'Ask for fresh places; poll them after the seconds given',
        tag,
        answer: LocationRefresh,
      },
      () => locations.refresh(),
    ),
  ];
}
